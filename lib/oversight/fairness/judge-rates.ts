import type { RateKind, SegmentRates } from '../../domain/index.ts';
import { compareRates } from './rates-by-segment.ts';

type Cases = SegmentRates['decided'][number];

/** What was read of a night's proposals and decisions. */
export type RatesFound = {
  /** The segment that bought most of each SKU. */
  segmentOf: ReadonlyMap<string, string>;
  /** SKUs that people operate: they count for nothing. */
  byPeople: ReadonlySet<string>;
  skus: readonly { sku: string; proposed: boolean; ended: number; approved: number }[];
  offered: readonly Cases[];
};

/** Days over which decisions are summed: of one night there are few. */
export const DECIDED_DAYS = 28;

/**
 * Judge how evenly a night served the segments: SKUs with a proposal of those bought, decisions with a yes of those that ended, buyers
 * with an offer of those advised. False discoveries are controlled within each of the three.
 *
 * @param before - what `decided` said on the nights before, of the last 28 days
 * @returns `undefined` where the night has no segments
 */
export function judgeRates(
  market: string,
  { segmentOf, byPeople, skus, offered }: RatesFound,
  { before, leastRatio }: { before: readonly Cases[]; leastRatio: number },
): SegmentRates | undefined {
  if (segmentOf.size === 0 && offered.length === 0) return undefined;
  const told = new Map(skus.map((one) => [one.sku, one]));
  const own = [...segmentOf].filter(([sku]) => !byPeople.has(sku));
  const recommended = sumCases(
    own.map(([sku, segment]) => ({ segment, cases: 1, done: told.get(sku)?.proposed ? 1 : 0 })),
  );
  const decided = sumCases(
    own.flatMap(([sku, segment]) => {
      const { ended = 0, approved = 0 } = told.get(sku) ?? {};
      return ended > 0 ? [{ segment, cases: ended, done: approved }] : [];
    }),
  );
  const segments = [
    ...ratesOf('recommended', market, recommended, leastRatio),
    ...ratesOf('approved', market, sumCases([...before, ...decided]), leastRatio),
    ...ratesOf('offered', market, offered, leastRatio),
  ];
  const alarms = segments.filter(({ alarm }) => alarm).length;
  return { days: DECIDED_DAYS, leastRatio, alarms, segments, decided };
}

function sumCases(all: readonly Cases[]): Cases[] {
  return [...Map.groupBy(all, ({ segment }) => segment)]
    .map(([segment, some]) => ({
      segment,
      cases: some.reduce((sum, { cases }) => sum + cases, 0),
      done: some.reduce((sum, { done }) => sum + done, 0),
    }))
    .sort((a, b) => (a.segment < b.segment ? -1 : 1));
}

function ratesOf(
  kind: RateKind,
  market: string,
  counts: readonly Cases[],
  leastRatio: number,
): SegmentRates['segments'] {
  const rates = compareRates(
    counts.filter(({ cases }) => cases > 0).map((count) => ({ market, ...count })),
    leastRatio,
  );
  return rates.map(({ market: _, othersRate, ratio, ...rate }) => {
    const isAlone = Number.isNaN(othersRate);
    return { kind, ...rate, othersRate: isAlone ? null : othersRate, ratio: isAlone ? 1 : ratio };
  });
}
