import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { kindColumns } from '../../lib/importing/index.ts';

describe('docs/uploads.md', () => {
  const lines = readFileSync('docs/uploads.md', 'utf8').split('\n');

  test.each(Object.entries(kindColumns))(
    'names every column of %s, required ones first',
    (kind, { columns }) => {
      const [, , required = '', optional = ''] = (
        lines.find((line) => line.startsWith(`| \`${kind}\``)) ?? ''
      ).split('|');
      const named = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

      expect(named(required)).toEqual(columns.filter((each) => each.required).map(({ column }) => column));
      expect(named(optional)).toEqual(columns.filter((each) => !each.required).map(({ column }) => column));
    },
  );
});
