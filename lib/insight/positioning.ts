import type {
  Category,
  Difference,
  Differences,
  Elasticity,
  Position,
  PricePosition,
} from '../domain/index.ts';
import { reachOf } from './categories.ts';
import { directionOf } from './differences.ts';
import { changeText, intervalText, percentText, signedText } from './percent-text.ts';
import { FEWEST_BUYERS } from './suppression.ts';

/** Buyers of a category here, and in every other market of the merchant. */
export type CategoryReach = {
  category: string;
  here: number;
  elsewhere: { market: string; buyers: number }[];
};

/** What positioning rests on: parts of the analysis of one market. */
export type Grounds = {
  /** Buyers of the market in the window. */
  buyers: number;
  categories: readonly Category[];
  differences: Differences;
  reaches: readonly CategoryReach[];
  pricePosition: PricePosition;
  elasticity: Elasticity;
};

/** Markets whose buyers choose less alike say nothing about what would sell here. */
const LEAST_SIMILARITY = 0.5;
/** A launch needs this share of buyers elsewhere, surely: the lower end of its interval. */
const LAUNCH_REACH = 0.05;
/** A category of a larger share is not dropped, however it goes. */
const DROP_SHARE = 0.05;
const MOST_LAUNCHES = 10;
const MOST_SKUS = 5;
/** Markets that speak for a launch, the strongest first. */
const MOST_CASES = 3;

/**
 * Say for each category of a market whether to launch, push, hold or drop it, with the evidence. Rules, in this order:
 *
 * - `launch`: nobody here bought it, or fewer than five and surely a smaller share than there, and in another market whose buyers
 *   choose alike (cosine ≥ 0.5) surely at least 5 % buy it;
 * - `push`: it surely grows and earns no less than the market's mean margin, or surely sells less here than elsewhere, earns as much
 *   and does not surely shrink. Where no cost is known the margin is no obstacle, and that is said;
 * - `drop`: it surely shrinks, earns less than the mean margin, and is below 5 % of revenue;
 * - `hold`: all others, with what speaks for and against.
 *
 * "Surely" is by the 95 % interval; differences between markets by a false discovery rate of 5 %.
 *
 * @returns launches first, by reach elsewhere, then push, drop and hold, by revenue
 */
export function positionCategories(grounds: Grounds): Position[] {
  const margin = meanMargin(grounds.categories);
  const launched = launches(grounds);
  const isLaunched = new Set(launched.map(({ name }) => name));
  const judged = grounds.categories.flatMap((category) =>
    category.category === null || category.folded !== undefined || isLaunched.has(category.category)
      ? []
      : [judge(category.category, category, { grounds, margin })],
  );
  const of = (advice: Position['advice']) => judged.filter((position) => position.advice === advice);
  return [...launched, ...launchSkus(grounds), ...of('push'), ...of('drop'), ...of('hold')];
}

/** Share of revenue that is left after the cost of goods, over the categories in which it is known. */
function meanMargin(categories: readonly Category[]): number | null {
  let revenue = 0;
  let left = 0;
  for (const { margin, revenue: sold } of categories) {
    if (margin === null) continue;
    revenue += sold.minor;
    left += margin * sold.minor;
  }
  return revenue > 0 ? left / revenue : null;
}

function judge(
  name: string,
  category: Category,
  { grounds, margin }: { grounds: Grounds; margin: number | null },
): Position {
  const { growth, revenueShare } = category;
  const grows = growth !== null && growth.low > 0;
  const shrinks = growth !== null && growth.high < 0;
  const earns = category.margin === null || margin === null ? null : category.margin >= margin;
  const difference = differenceOf(grounds.differences, name);
  const hasRoom = difference !== undefined && directionOf(difference) === 'less';
  const isPush = earns !== false && !shrinks && (grows || hasRoom);
  const isDrop = shrinks && earns === false && revenueShare < DROP_SHARE;
  const evidence = [
    `${percentText(revenueShare)} of revenue; ${intervalText('bought by', category.reach)} of the buyers`,
    growthText(growth),
    marginText(category.margin, margin),
    ...(difference === undefined ? [] : [differenceText(difference)]),
    ...priceText(name, grounds),
  ];
  return { advice: isPush ? 'push' : isDrop ? 'drop' : 'hold', of: 'category', name, evidence };
}

function growthText(growth: Category['growth']): string {
  if (growth === null) return 'growth: not enough to say, 15 whole months and five buyers are needed';
  const span =
    growth.months === 12 ? 'year on year' : `the newest ${growth.months} months on those a year before`;
  const verdict = growth.low > 0 ? 'grows' : growth.high < 0 ? 'shrinks' : 'neither surely grows nor shrinks';
  return `${verdict}: ${changeText(growth.value)} ${span} (${changeText(growth.low)} to ${changeText(growth.high)})`;
}

function marginText(own: number | null, mean: number | null): string {
  if (own === null || mean === null)
    return 'margin: unknown, half of its revenue has no cost in the products file';
  return `earns ${percentText(own)} of its revenue, the market’s mean is ${percentText(mean)}`;
}

const VERDICTS = {
  more: 'sells more here than elsewhere',
  less: 'sells less here than elsewhere',
  same: 'sells as elsewhere',
};

function differenceText(difference: Difference): string {
  const { reachHere, reachElsewhere } = difference;
  return `${VERDICTS[directionOf(difference)]}: ${percentText(reachHere)} of buyers here, ${percentText(reachElsewhere)} there`;
}

function priceText(name: string, { pricePosition, elasticity }: Grounds): string[] {
  const lines: string[] = [];
  const price =
    pricePosition.kind === 'measured'
      ? pricePosition.categories.find(({ category }) => category === name)?.index
      : undefined;
  if (price !== undefined && (price.low > 1 || price.high < 1))
    lines.push(
      `prices here are ${percentText(Math.abs(price.value - 1))} ${price.value > 1 ? 'above' : 'below'} those elsewhere (${changeText(price.low - 1)} to ${changeText(price.high - 1)})`,
    );
  const answer = elasticity.categories.find(({ category }) => category === name)?.answer;
  if (answer?.kind === 'estimated') {
    const { value, low, high } = answer.elasticity;
    lines.push(`elasticity ${signedText(value)} (${signedText(low)} to ${signedText(high)})`);
  }
  return lines;
}

const differenceOf = (differences: Differences, name: string) =>
  differences.kind === 'compared' ? differences.categories.find((one) => one.name === name) : undefined;

function launches({ buyers: buyersHere, differences, reaches }: Grounds): Position[] {
  if (differences.kind === 'unknown') return [];
  const alike = differences.against.filter(({ similarity }) => similarity >= LEAST_SIMILARITY);
  const found = reaches.flatMap(({ category, here, elsewhere }) => {
    if (here >= FEWEST_BUYERS) return [];
    const cases = alike.flatMap(({ market, similarity, buyers: of }) => {
      const buyers = elsewhere.find((one) => one.market === market)?.buyers ?? 0;
      const reach = reachOf(buyers, of);
      const isSure = here === 0 || reachOf(here, buyersHere).high < reach.low;
      return buyers >= FEWEST_BUYERS && reach.low >= LAUNCH_REACH && isSure
        ? [{ market, similarity, reach }]
        : [];
    });
    const strongest = cases.toSorted((one, other) => other.reach.low - one.reach.low).slice(0, MOST_CASES);
    return strongest.length === 0 ? [] : [{ category, here, cases: strongest }];
  });
  const strength = ({ cases }: (typeof found)[number]) => Math.max(...cases.map(({ reach }) => reach.low));
  return found
    .sort((one, other) => strength(other) - strength(one) || (one.category < other.category ? -1 : 1))
    .slice(0, MOST_LAUNCHES)
    .map(({ category, here, cases }) => ({
      advice: 'launch',
      of: 'category',
      name: category,
      evidence: [
        here === 0
          ? 'nobody here bought it in the year'
          : 'fewer than five buyers here bought it in the year',
        ...cases.map(
          ({ market, similarity, reach }) =>
            `${intervalText('bought by', reach)} of the buyers in ${market}, who choose like ours (${similarity.toFixed(2)} of 1)`,
        ),
      ],
    }));
}

/** SKUs that nobody bought here and many do elsewhere. */
function launchSkus({ differences }: Grounds): Position[] {
  if (differences.kind === 'unknown') return [];
  return differences.skusLess
    .filter(({ buyersHere, reachElsewhere }) => buyersHere === 0 && reachElsewhere >= LAUNCH_REACH)
    .slice(0, MOST_SKUS)
    .map(({ name, label, reachElsewhere, buyersElsewhere }) => ({
      advice: 'launch',
      of: 'sku',
      name,
      ...(label === undefined ? {} : { label }),
      evidence: [
        'nobody here bought it in the year',
        `${percentText(reachElsewhere)} of the buyers elsewhere did (${buyersElsewhere})`,
      ],
    }));
}
