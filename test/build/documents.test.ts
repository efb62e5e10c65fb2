import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { forecastColumns } from '../../functions/export/current-forecasts.ts';
import { decisionColumns } from '../../functions/export/decisions.ts';
import { policyColumns } from '../../functions/export/policies.ts';
import { orderLineColumns } from '../../functions/export/purchase-order-lines.ts';
import { profileColumns } from '../../functions/export/segment-profiles.ts';
import { segmentColumns } from '../../functions/export/segments.ts';
import { exportKinds, exportNamesBuyers, isDatedExport } from '../../lib/domain/index.ts';
import { kindColumns } from '../../lib/importing/index.ts';
import { nightColumns, orderColumns, rejectColumns } from '../../lib/stores/index.ts';

const namesOf = (columns: readonly (readonly [name: string, ...rest: unknown[]])[]) =>
  columns.map(([name]) => name);

/** What each kind of export is made of. */
const columnsOf = {
  ...Object.fromEntries(Object.entries(nightColumns).map(([kind, columns]) => [kind, namesOf(columns)])),
  forecasts: namesOf(forecastColumns),
  policies: namesOf(policyColumns),
  decisions: namesOf(decisionColumns),
  segments: namesOf(segmentColumns),
  segment_profiles: namesOf(profileColumns),
  purchase_orders: namesOf(orderLineColumns),
  rejects: rejectColumns.map(({ name }) => name),
  orders: namesOf(orderColumns),
} as Readonly<Record<string, string[]>>;

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

describe('docs/exports.md', () => {
  const lines = readFileSync('docs/exports.md', 'utf8').split('\n');

  test.each(exportKinds)('names every column of %s in its order', (kind) => {
    const [, head = '', columns = ''] = (lines.find((line) => line.startsWith(`| \`${kind}\` `)) ?? '').split(
      '|',
    );
    const named = [...columns.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

    expect(named).toEqual(columnsOf[kind]);
    expect([head.includes('¹'), head.includes('²')]).toEqual([isDatedExport(kind), exportNamesBuyers(kind)]);
  });
});
