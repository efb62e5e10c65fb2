/** Prints whether the earnings statement says what is true, in worlds whose truth is known. Usage: npm run bench:earnings [-- skus months] */
import { drawStrata } from '../../functions/plan/year-sample.ts';
import { createRandom, seedFrom } from '../../lib/numeric/index.ts';
import { yearStatement } from '../../lib/oversight/index.ts';
import { type MonthWorld, tellMonth } from './earnings-month.ts';
import { type RunSku, runSku } from './earnings-year.ts';

const [pool = 210, months = 1000] = process.argv.slice(2).map(Number);
const WORLDS = 200;

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const euros = (minor: number) => Math.round(minor / 100).toLocaleString('en');
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
/** Standard error of a share of `n`. */
const errorOf = (share: number, n: number) => Math.sqrt((share * (1 - share)) / n);

console.log('The year replayed, beside the truth: the same SKUs run by Tradewind against the same buyers\n');
console.log('| SKUs | drawn | worlds | 90 % interval holds the truth | told | true | half width |');
console.log('|---|---|---|---|---|---|---|');
const counted = Array.from({ length: pool }, (_, seed) => runSku(seed, true));
for (const [skus, most] of [
  [12, 240],
  [40, 240],
  [120, 30],
  [1000, 240],
] as const)
  tellYears(counted, { skus, most });

console.log('\nA month against the holdout: 5 % of SKUs, 95 % interval\n');
console.log(
  '| SKUs | gain | months | told | interval holds the truth | told on average | true | half width |',
);
console.log('|---|---|---|---|---|---|---|---|');
for (const world of [
  { skus: 150, spread: 1, noise: 0.3, gainShare: 0 },
  { skus: 400, spread: 1, noise: 0.3, gainShare: 0 },
  { skus: 400, spread: 0.6, noise: 0.15, gainShare: 0 },
  { skus: 400, spread: 1, noise: 0.3, gainShare: 0.05 },
  { skus: 2000, spread: 1, noise: 0.3, gainShare: 0.05 },
])
  tellMonths(world, world.skus > 1000 ? Math.ceil(months / 5) : months);

/** Draw markets from the pool, state their year by a sample as the plan draws it, and compare with what is true of all their SKUs. */
function tellYears(from: readonly RunSku[], { skus, most }: { skus: number; most: number }): void {
  const told = Array.from({ length: WORLDS }, (_, world) =>
    tellYear(drawMarket(from, skus, world), most, world),
  );
  const held = mean(told.map(({ held: one }) => (one ? 1 : 0)));
  const row = [
    ...[skus, Math.min(skus, most), WORLDS, `${percent(held)} ± ${percent(errorOf(held, WORLDS))}`],
    ...[euros(mean(told.map(({ amount }) => amount))), euros(mean(told.map(({ trueMinor }) => trueMinor)))],
    euros(mean(told.map(({ half }) => half))),
  ];
  console.log(`| ${row.join(' | ')} |`);
}

/** A market larger than the pool has SKUs that are alike. */
function drawMarket(from: readonly RunSku[], skus: number, world: number): RunSku[] {
  const random = createRandom(1000 + world);
  const drawn =
    skus <= from.length
      ? shuffled(from, random).slice(0, skus)
      : Array.from({ length: skus }, () => from[Math.floor(random() * from.length)]).flatMap(
          (one) => one ?? [],
        );
  return drawn.map((one, place) => ({ ...one, replay: { ...one.replay, sku: `${place}` } }));
}

function tellYear(market: readonly RunSku[], most: number, world: number) {
  const trueMinor = market.reduce((sum, { trueGainMinor }) => sum + trueGainMinor, 0);
  const { strata, stratumOf } = drawStrata(
    market.map(({ replay, revenueMinor }) => ({ sku: replay.sku, minor: revenueMinor })),
    (sku) => seedFrom(world, sku),
    most,
  );
  const statement = yearStatement({
    run: { market: 'de', asOf: '2022-01-02', runId: 'bench' },
    ...{ from: '2021-01-04', prices: null, ratesSet: true, currency: 'EUR', seed: world, strata },
    replays: market.flatMap(({ replay }) => {
      const stratum = stratumOf.get(replay.sku);
      return stratum === undefined ? [] : [{ ...replay, stratum }];
    }),
  });
  if (statement.kind !== 'measured') throw new Error(statement.reason);
  const { amount, lower, upper } = statement.total;
  const [low, high] = [lower?.minor ?? Number.NaN, upper?.minor ?? Number.NaN];
  return {
    ...{ trueMinor, amount: amount.minor, half: (high - low) / 2 },
    held: low <= trueMinor && trueMinor <= high,
  };
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ value }) => value);
}

function tellMonths(world: MonthWorld, count: number): void {
  const told = Array.from({ length: count }, (_, seed) => tellMonth(world, seed + 1));
  const measured = told.filter(({ kind }) => kind === 'measured');
  const held = mean(measured.map(({ held: one }) => (one ? 1 : 0)));
  const row = [
    ...[world.skus, world.gainShare === 0 ? 'none (A/A)' : percent(world.gainShare), count, measured.length],
    `${percent(held)} ± ${percent(errorOf(held, measured.length))}`,
    euros(mean(measured.map(({ total }) => total))),
    euros(mean(measured.map(({ trueMinor }) => trueMinor))),
    euros(mean(measured.map(({ reach }) => reach))),
  ];
  console.log(`| ${row.join(' | ')} |`);
}
