import { describe, expect, test } from '@jest/globals';
import { createShardContests } from '../../../functions/forecast/shard-contests.ts';
import { readForecastValue } from '../../../functions/report/forecast-value.ts';
import { lakeKeys } from '../../../lib/domain/index.ts';
import { objectsInMemory } from '../../stores/objects-in-memory.ts';
import { aForecast } from '../stored-documents.ts';

const contest = (valueAddedMinor: number) => ({
  served: 'planner',
  reason: 'because',
  contestants: [
    ...[{ name: 'default', kind: 'default' as const, weight: 0, costMinor: 500, valueAddedMinor: 0 }],
    {
      name: 'planner',
      kind: 'uploaded' as const,
      weight: 1,
      costMinor: 500 - valueAddedMinor,
      valueAddedMinor,
    },
  ].map((one) => ({ ...one, standardErrorMinor: 30, weeks: 12, spokenWeeks: 12 })),
});

describe('the value of forecasts in a run', () => {
  test('is what the shards left, those without a contest left out', async () => {
    const objects = objectsInMemory();
    const keyOf = (shard: string) => lakeKeys.shardContest('demo', 'de-2025-06-30', shard);
    const [first, second, third] = [createShardContests(), createShardContests(), createShardContests()];
    first.add(aForecast({ contest: contest(100) }));
    first.add(aForecast());
    second.add(aForecast());
    third.add(aForecast({ contest: contest(50) }));
    const answers = [
      { shard: 's1', ...(await first.leave(objects, keyOf('s1'))) },
      { shard: 's2', ...(await second.leave(objects, keyOf('s2'))) },
      { shard: 's3', ...(await third.leave(objects, keyOf('s3'))) },
    ].map((answer) => ({ ...answer, done: 1, lacking: 0 }));
    const request = {
      ...{ merchant: 'demo', market: 'de', asOf: '2025-06-30', runId: 'de-2025-06-30', ready: true },
      ...{ series: 4, shards: 3, manifest: { bucket: 'lake', key: '' } },
      ...{ forecast: answers, segment: { buyers: 0, segments: 0 }, learn: [] },
    };

    const value = await readForecastValue(objects, request);

    expect(answers.map(({ rivals }) => rivals)).toEqual([1, undefined, 1]);
    expect(value).toEqual([
      // √(30² + 30²) = 42.4
      {
        ...{ name: 'planner', series: 2, served: 2 },
        ...{ defaultCostMinor: 1000, valueAddedMinor: 150, standardErrorMinor: 42 },
      },
    ]);
  });
});
