import { describe, expect, test } from '@jest/globals';
import type { Attention, PolicyDocument } from '../../lib/domain/index.ts';
import { summariseSku } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aPolicy } from '../functions/stored-documents.ts';

type Ready = Extract<PolicyDocument, { kind: 'ready' }>;

/** What a SKU asks a person for, whose price is the one proposed unless a test says otherwise. */
function attentionOf(
  change: Partial<Ready['replenishment']> & Pick<Partial<Ready>, 'drift'> = {},
): Attention[] {
  const { drift, ...replenishment } = change;
  const policy = aPolicy();
  if (policy.kind !== 'ready') throw new Error('the policy of the fixture is ready');
  const changed: Ready = {
    ...policy,
    replenishment: { ...policy.replenishment, ...replenishment },
    ...(drift === undefined ? {} : { drift }),
  };
  const context = { market: 'de', query: {}, now: '2025-02-01T09:00:00.000Z', guardPrice };
  const controls = { merchantControl: undefined, marketControl: undefined };
  return summariseSku(
    'A-1',
    { policy: changed, forecast: undefined, riskMinor: 0 },
    { ...context, ...controls },
  ).attention;
}

describe('what a line of the worklist asks a person for', () => {
  test('is a price that is to be moved', () => {
    expect(attentionOf()).toEqual(['price']);
  });

  test('is a stock that runs out, once the review after this one is too late to order', () => {
    // reviewed on 31 January, and again on 7 February
    expect(attentionOf({ reviewDays: 7, latestOrderDate: '2025-02-06' })).toEqual(['stockOut', 'price']);
    expect(attentionOf({ reviewDays: 7, latestOrderDate: '2025-02-07' })).toEqual(['price']);
    expect(attentionOf({ reviewDays: 7, latestOrderDate: null })).toEqual(['price']);
  });

  test('is more than half a year of stock', () => {
    expect(attentionOf({ daysOfCover: 183 })).toEqual(['overstock', 'price']);
    expect(attentionOf({ daysOfCover: 182 })).toEqual(['price']);
    expect(attentionOf({ daysOfCover: null })).toEqual(['price']);
  });

  test('is demand that has changed', () => {
    const drift = {
      ...{ signal: 'level' as const, direction: -1 as const, size: -0.4, since: '2025-01-01', daysSince: 30 },
      ...{ raisedOn: '2025-01-31', qValue: 0.01, words: 'sells 40 % less' },
    };

    expect(attentionOf({ drift })).toContain('drift');
  });
});
