import { expect, test } from '@jest/globals';
import { failuresOf } from '../../../functions/report/failures.ts';
import type { ReportRequest } from '../../../lib/domain/index.ts';

test('failuresOf keeps a night of which all failed within what an item and an answer hold, and counts it whole', () => {
  const shards = Array.from({ length: 4167 }, (_, n) => `s${String(n + 1).padStart(5, '0')}`);
  const Cause = JSON.stringify({ errorMessage: 'the table is throttled. '.repeat(1000) });
  const failed = JSON.stringify({ Error: 'UpstreamError', Cause });
  const all = shards.map((shard) => ({ shard, done: 0, lacking: 0, failed }));
  const request = { forecast: all, learn: all, segment: { buyers: 0, segments: 0, failed } };

  // what else a request holds says nothing of failures
  const { failures, failedShards } = failuresOf(request as unknown as ReportRequest);

  expect(failures).toBe(2 * 4167 + 1);
  expect(failedShards).toHaveLength(200);
  expect(failedShards[0]).toMatchObject({ step: 'segment', shard: 'segment' });
  expect(failedShards[1]?.reason).toMatch(/^UpstreamError: the table is throttled.*…$/);
  expect(JSON.stringify(failedShards).length).toBeLessThan(100_000);
});
