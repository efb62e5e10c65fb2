import { createRandom, standardNormal } from '../../lib/numeric/index.ts';
import { type MonthUnit, monthStatement, standsInHoldout } from '../../lib/oversight/index.ts';

/** A made-up month: SKUs of unequal size that keep their size from before, a few of them new. */
export type MonthWorld = {
  skus: number;
  /** Standard deviation of ln(size) over SKUs: 1 is a largest tenth with half the money. */
  spread: number;
  /** Of a SKU's month about its size. */
  noise: number;
  /** What Tradewind adds, as a share of a SKU's size. */
  gainShare: number;
};

/** What a month's statement said of a world whose gain is known. */
export type ToldMonth = {
  kind: 'measured' | 'notMeasured';
  held: boolean;
  trueMinor: number;
  total: number;
  reach: number;
};

/** Draw a month and state it. */
export function tellMonth(world: MonthWorld, seed: number): ToldMonth {
  const random = createRandom(seed);
  let trueMinor = 0;
  const units = Array.from({ length: world.skus }, (_, n): MonthUnit => {
    const sku = `S${n}`;
    const size = 50_000 * Math.exp(world.spread * standardNormal(random));
    const arm = standsInHoldout(sku, `salt-${seed}`) ? 'human' : 'ai';
    const around = () => size * Math.max(-0.5, 1 + world.noise * standardNormal(random));
    // no SKU gains exactly alike
    const gain = arm === 'ai' ? world.gainShare * size * 2 * random() : 0;
    trueMinor += gain;
    return {
      ...{ sku, arm, earnedMinor: Math.round(around() + gain) },
      beforeMinor: random() < 0.05 ? null : Math.round(size + (around() - size) / Math.sqrt(3)),
    };
  });
  const { statement } = monthStatement({
    run: { market: 'de', month: '2026-10', asOf: '2026-11-05', runId: 'de-2026-11-05' },
    ...{ from: '2026-10-01', to: '2026-10-31', days: 31, units, decisions: [] },
    ...{ leftOut: { experiments: 0, costMissing: 0 }, stockCounted: true, currency: 'EUR', seed },
  });
  if (statement.kind === 'notMeasured')
    return { kind: statement.kind, held: true, trueMinor, total: Number.NaN, reach: Number.NaN };
  const { amount, lower, upper } = statement.total;
  const [low, high] = [lower?.minor ?? Number.NEGATIVE_INFINITY, upper?.minor ?? Number.POSITIVE_INFINITY];
  return {
    kind: 'measured',
    held: low <= trueMinor && trueMinor <= high,
    ...{ trueMinor, total: amount.minor, reach: (high - low) / 2 },
  };
}
