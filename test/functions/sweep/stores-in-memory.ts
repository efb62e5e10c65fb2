import type { Run } from '../../../lib/domain/index.ts';
import type { IdempotencyStore, StoredAnswer } from '../../../lib/stores/idempotency.ts';
import type { CatalogTable, RunTable } from '../../../lib/stores/index.ts';

const nameOf = ({ pk, sk }: { pk: string; sk: string }) => `${pk} ${sk}`;

/** Runs without a service behind them, for tests that turn the clock: versions count as the table's do. */
export function createRunsInMemory(): Pick<RunTable, 'get' | 'put' | 'putNew' | 'replace'> {
  const rows = new Map<string, { value: Run; version: number }>();
  return {
    get: async (key) => rows.get(nameOf(key)),
    put: async (key, value) => void rows.set(nameOf(key), { value, version: 1 }),
    putNew: async (key, value) => {
      if (rows.has(nameOf(key))) return false;
      rows.set(nameOf(key), { value, version: 1 });
      return true;
    },
    replace: async (key, value, version) => {
      if (rows.get(nameOf(key))?.version !== version) return false;
      rows.set(nameOf(key), { value, version: version + 1 });
      return true;
    },
  };
}

/** A catalog of one upload of orders that came long ago and reaches far. */
export const someOrders: Pick<CatalogTable, 'queryAll'> = {
  queryAll: async () => [
    {
      sk: 'orders#u1',
      value: {
        ...{ upload: 'u1', market: 'de', kind: 'orders', key: 'k', rows: 1, schemaVersion: 1 },
        ...{ sequence: '1980-01-01T00:00:00.000Z#1', firstDate: '1980-01-01', lastDate: '2099-12-31' },
      },
    },
  ],
};

/** Claims that are kept for good. */
export function createKeptAnswers(): IdempotencyStore {
  const kept = new Map<string, StoredAnswer | 'claimed'>();
  return {
    claim: async ({ merchant, route, key }) => {
      const name = `${merchant} ${route} ${key}`;
      const found = kept.get(name);
      if (found === 'claimed') return { kind: 'inFlight' };
      if (found !== undefined) return { kind: 'answered', answer: found };
      kept.set(name, 'claimed');
      return {
        kind: 'claimed',
        keep: async (answer) => void kept.set(name, answer),
        release: async () => void kept.delete(name),
      };
    },
  };
}
