import { parseArgs } from 'node:util';
import { clusterBootstrap, createRandom } from '../../lib/numeric/index.ts';
import { ownSeller } from './operations-own.ts';
import { openShelf, type Seller, type Traded, trade } from './operations-play.ts';
import { humanSeller, testingSeller, tunedSeller } from './operations-sellers.ts';
import { textbookSeller } from './operations-textbook.ts';
import { KINDS, type SimulatedSku, type SkuFacts, simulateSku } from './operations-world.ts';

// usage: npm run bench:operations -- [--skus 1000] [--refit-weeks 13] [--orders]

const { values } = parseArgs({
  options: {
    skus: { type: 'string', default: '1000' },
    'refit-weeks': { type: 'string', default: '13' },
    /** Also Tradewind's orders at an unmoved price. */
    orders: { type: 'boolean', default: false },
  },
});
const SKUS = Number(values.skus);
const REFIT_WEEKS = Number(values['refit-weeks']);
const DAYS = 728;
const LEVEL = 0.9;
/** Fewer SKUs of a kind are shown without bounds. */
const FEWEST_TO_BOUND = 8;

/** Policies side by side; the first is what the others are measured by. */
const SELLERS: Record<string, (sku: SkuFacts, rate: number) => Seller> = {
  'human rule': humanSeller,
  'tuned (s, S)': tunedSeller,
  'textbook Q': textbookSeller,
  ...(values.orders
    ? { 'Tradewind, orders alone': (sku) => ownSeller(sku, { refitWeeks: REFIT_WEEKS, prices: false }) }
    : {}),
  Tradewind: (sku) => ownSeller(sku, { refitWeeks: REFIT_WEEKS, prices: true }),
};
const NAMES = Object.keys(SELLERS);

const began = process.cpuUsage();
const results = Array.from({ length: SKUS }, (_, seed) => tradeAll(simulateSku(seed)));
const used = process.cpuUsage(began);

/** Log two years under the human rule with price tests, then trade two years by each policy from the same shelf. */
function tradeAll(sku: SimulatedSku): { kind: string; traded: Traded[] } {
  const { shelf } = trade(sku, openShelf(sku), testingSeller(sku), DAYS);
  const seen = shelf.log.sold.filter((units) => units !== null);
  const rate = Math.max(0.01, seen.reduce((sum, units) => sum + units, 0) / Math.max(1, seen.length));
  return { kind: sku.kind, traded: NAMES.map((name) => trade(sku, shelf, SELLERS[name]!(sku, rate), DAYS)) };
}

console.log(
  `${SKUS} simulated SKUs, two years logged under the human rule with price tests of 5 % in a fifth of the months, then two years by each policy from the same shelf, against the same buyers and delays. Policies see files, never the true demand; Tradewind learns anew every ${REFIT_WEEKS} weeks. Intervals: 90 %, bootstrap over SKUs.\n`,
);
console.log(
  '| | profit over the human rule, % | a SKU and day | better SKUs | days short | units short | days of cover | orders a year | price changes a year |\n|---|---|---|---|---|---|---|---|---|',
);
NAMES.forEach((name, place) => {
  console.log(`| ${name} | ${rowOf(results, place).join(' | ')} |`);
});
console.log(
  `\nprofit over the human rule by kind, %:\n\n| | ${KINDS.join(' | ')} |\n|${'---|'.repeat(KINDS.length + 1)}`,
);
NAMES.forEach((name, place) => {
  const cells = KINDS.map((kind) =>
    gainText(
      results.filter((result) => result.kind === kind),
      place,
    ),
  );
  console.log(`| ${name} | ${cells.join(' | ')} |`);
});
console.log(`\n${((used.user + used.system) / 1e6).toFixed(0)} s of processor time`);

type Results = readonly { traded: Traded[] }[];

function rowOf(some: Results, place: number): string[] {
  const ratio = (total: (traded: Traded) => number, size: (traded: Traded) => number) =>
    some.reduce((sum, { traded }) => sum + total(traded[place]!), 0) /
    some.reduce((sum, { traded }) => sum + size(traded[place]!), 0);
  const interval = (total: (traded: Traded) => number, size: (traded: Traded) => number, scale: number) => {
    const clusters = some.map(({ traded }) => ({ total: total(traded[place]!), size: size(traded[place]!) }));
    const { mean, lower, upper } = clusterBootstrap(clusters, { level: LEVEL, random: createRandom(1) });
    return `${(scale * mean).toFixed(1)} (${(scale * lower).toFixed(1)}–${(scale * upper).toFixed(1)})`;
  };
  const better = some.filter(({ traded }) => traded[place]!.profit > traded[0]!.profit).length;
  return [
    gainText(some, place),
    ratio(
      ({ profit }) => profit,
      ({ days }) => days,
    ).toFixed(2),
    place === 0 ? '' : `${((100 * better) / some.length).toFixed(0)} %`,
    `${interval(
      ({ stockOutDays }) => stockOutDays,
      ({ days }) => days,
      100,
    )} %`,
    `${interval(
      ({ short }) => short,
      ({ asked }) => asked,
      100,
    )} %`,
    interval(
      ({ meanStock, days }) => meanStock * days,
      ({ asked }) => asked,
      1,
    ),
    ratio(
      ({ orders }) => orders,
      ({ days }) => days / 365,
    ).toFixed(1),
    ratio(
      ({ priceChanges }) => priceChanges,
      ({ days }) => days / 365,
    ).toFixed(1),
  ];
}

/** Σ (profit − that of the first) / Σ profit of the first, in per cent. */
function gainText(some: Results, place: number): string {
  if (place === 0) return '0';
  const clusters = some.map(({ traded }) => ({
    total: traded[place]!.profit - traded[0]!.profit,
    size: traded[0]!.profit,
  }));
  const { mean, lower, upper } = clusterBootstrap(clusters, { level: LEVEL, random: createRandom(1) });
  const percent = (share: number) => (100 * share).toFixed(1);
  if (some.length < FEWEST_TO_BOUND) return percent(mean);
  return `${percent(mean)} (${percent(lower)} to ${percent(upper)})`;
}
