import { describe, expect, test } from '@jest/globals';
import { shareConcurrency } from '../../infra/stacks/share-concurrency.ts';
import { definitionOf } from './run-nightly.ts';
import { allTemplates, HOME, resourcesOf, type Template, templateOf } from './synthesised.ts';

/** Most calls at once of one market's night: its segments beside the forecasts; the policies come after. */
function mostOfNight(template: Template): number {
  const { ForecastAndSegment, LearnAllShards } = definitionOf(template).States;
  const { ForecastAllShards } = ForecastAndSegment.Branches[0].States;
  return Math.max(ForecastAllShards.MaxConcurrency + 1, LearnAllShards.MaxConcurrency);
}

/** And of the queues together, but for buyers' requests: those are rare, and one that finds no room waits in its queue. */
const mostOfQueues = (template: Template): number =>
  resourcesOf(template, 'AWS::Lambda::EventSourceMapping')
    .filter(([, { Properties }]) => !/privacy/i.test(JSON.stringify(Properties.FunctionName)))
    .reduce((sum, [, { Properties }]) => sum + Properties.ScalingConfig.MaximumConcurrency, 0);

describe.each(allTemplates())('what runs at once in %s', (_region, template) => {
  test('fits into the ten of a new account at its most, with one left for requests', () => {
    expect(mostOfNight(template) + mostOfQueues(template)).toBeLessThanOrEqual(9);
  });
});

test('an account with more room uses it by one setting', () => {
  const template = templateOf(HOME, { lambdaQuota: '100' });

  expect([mostOfNight(template), mostOfQueues(template)]).toEqual([11, 20]);
});

describe('shareConcurrency', () => {
  test('never gives away more than the quota, and leaves a tenth for requests', () => {
    for (let quota = 10; quota <= 1000; quota++) {
      const { map, ingest, exports, notices } = shareConcurrency(quota);

      expect(map + 1 + ingest + exports + notices).toBeLessThanOrEqual(quota - Math.floor(quota / 10));
      expect(Math.min(map, ingest, exports, notices)).toBeGreaterThanOrEqual(2);
    }
  });

  test('gives everyone all that it can use from 50 on', () => {
    const all = { map: 10, ingest: 10, exports: 5, notices: 5 };

    expect([50, 1000].map(shareConcurrency)).toEqual([all, all]);
  });
});
