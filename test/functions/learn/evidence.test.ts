import { describe, expect, test } from '@jest/globals';
import { addDays, controlKeys, type Proof, type RuleProof } from '../../../lib/domain/index.ts';
import { readOrderReplays } from '../../../lib/stores/index.ts';
import { aSeries, asOf } from '../../operations/a-series.ts';
import { aWorld, shard } from './a-world.ts';

describe('learn', () => {
  test('writes how far a policy may act by itself, and one SKU’s replayed orders', async () => {
    const world = aWorld([aSeries(), aSeries({ sku: 'B-2', stock: null })]);

    await world.handler({ ...shard, series: 2 });

    expect(world.policies.get('demo#de A-1')?.value).toMatchObject({
      gate: { level: 'automatic', orders: 'automatic', prices: 'automatic' },
    });
    const replays = await readOrderReplays(world.store, `replays/demo/de/${asOf}/0001.jsonl.gz`);
    expect(replays).toMatchObject([{ sku: 'A-1', asOf, weeks: 26, filledDays: 0 }]);
    expect(replays[0]?.practice.profitMinor).toBeGreaterThan(0);
  });

  test('withdraws the orders of a market whose proof lies below zero, by the newest night before this one', async () => {
    const rule = (withdrawn: boolean): RuleProof => ({
      ...{ kind: 'noEvidence', withdrawn, nightsAboveZero: 0, skus: 0, weeks: 0, text: 'as before' },
    });
    const aProof = (daysAgo: number, withdrawn: boolean): Proof => {
      const night = addDays(asOf, -daysAgo);
      return { asOf: night, runId: `de-${night}`, orders: rule(withdrawn), prices: rule(false) };
    };
    const proofs = [aProof(0, false), aProof(2, true), aProof(3, false)];
    const world = aWorld([aSeries()], { proofs });

    await world.handler(shard);

    expect(world.policies.get('demo#de A-1')?.value).toMatchObject({
      gate: { level: 'suggest', orders: 'suggest', prices: 'automatic' },
    });
  });

  test('has nothing to replay where a merchant wants nothing learnt, or one week is known', async () => {
    const unlearnt = aWorld([aSeries()], {
      rules: { [controlKeys.merchantRules('demo').sk]: { learning: false } },
    });
    const young = aWorld([aSeries({ demand: aSeries().demand.slice(-21) })]);

    for (const world of [unlearnt, young]) {
      await world.handler(shard);
      expect(await readOrderReplays(world.store, `replays/demo/de/${asOf}/0001.jsonl.gz`)).toEqual([]);
      expect(world.errors).toEqual([]);
    }
  });
});
