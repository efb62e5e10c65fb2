import type { RunSeal } from '../../../lib/domain/index.ts';

/** The seal that a run's end is told of. */
export const aSeal: RunSeal = {
  ...{ merchant: 'demo', market: 'de', runId: 'de-2025-06-30', asOf: '2025-06-30' },
  ...{ number: 7, at: '2025-07-01T01:42:00.000Z', entries: 4, firstAct: 1, lastAct: 0, previous: '' },
  ...{ root: '00'.repeat(32), nightRoot: '00'.repeat(32), digest: 'ab'.repeat(32) },
  file: { key: 'decision-log/demo/de/2025-06-30/7.parquet', bytes: 1, sha256: '00'.repeat(32) },
};
