import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { tableNames } from '../../infra/constructs/data-tables.ts';
import { lakeRetention, tableRetention } from '../../lib/domain/index.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('how long what is kept', () => {
  test('is said of every prefix that the lake has a key under', () => {
    const prefixes = [...read('lib/domain/keys.ts').matchAll(/`([a-z-]+\/)\$\{merchant\}/g)].map(
      ([, prefix]) => prefix,
    );

    expect(new Set(prefixes).size).toBeGreaterThan(20);
    expect([...new Set(prefixes)].sort()).toEqual(lakeRetention.map(({ store }) => store).sort());
  });

  test('is said of every table', () => {
    expect(tableRetention.map(({ store }) => store).sort()).toEqual([...tableNames].sort());
  });

  test('is what docs/privacy.md tells the merchant', () => {
    const told = read('docs/privacy.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|').map((cell) => cell.trim()));

    for (const { store, what, days, buyers, why } of [...lakeRetention, ...tableRetention]) {
      const kept = days === null ? 'see why' : days === 1825 ? '5 years' : `${days} days`;
      expect(told).toContainEqual(['', `\`${store}\``, what, kept, buyers, why, '']);
    }
  });
});
