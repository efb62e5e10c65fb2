import { InputError } from '../../domain/index.ts';
import { adjustForDiscoveries, fisherUpperTail, wilsonInterval } from '../../numeric/index.ts';

/** How often something was done for a segment's buyers or SKUs: recommended, approved, taken. */
export type SegmentCount = { market: string; segment: string; cases: number; done: number };

/** A segment's rate beside that of all others in its market. */
export type SegmentRate = SegmentCount & {
  rate: number;
  /** 95 %, Wilson. */
  interval: { lower: number; upper: number };
  othersRate: number;
  /** This rate over the others', or the inverse where that is smaller: 1 for equal. */
  ratio: number;
  /** Least false discovery rate over all segments at which the difference counts; 1 where it was not tested. */
  qValue: number;
  alarm: boolean;
};

/** Fewer cases, here or elsewhere, tell nothing and might tell of persons. */
const FEWEST_CASES = 30;
const DISCOVERY_RATE = 0.05;

/**
 * Compare the rates of a market's segments, each with all others: Fisher's exact test, two-sided, false discoveries controlled over all segments
 * (Benjamini & Hochberg 1995).
 *
 * @param leastRatio - ratio below which a sure difference is an alarm; 0.8 is the four-fifths rule (29 CFR § 1607.4 D), set by the merchant
 * @throws InputError when more is done than there are cases
 */
export function compareRates(counts: readonly SegmentCount[], leastRatio = 0.8): SegmentRate[] {
  for (const { segment, cases, done } of counts)
    if (!(done >= 0 && done <= cases))
      throw new InputError(`${segment}: ${done} done of ${cases} cases: 0 to all of them are needed`);
  const compared = counts.map((count) => ({ count, ...besideOthers(count, counts) }));
  const tested = compared.filter(({ pValue }) => pValue !== null);
  const qValues = adjustForDiscoveries(tested.map(({ pValue }) => pValue ?? 1));
  return compared.map((one): SegmentRate => {
    const { count, rate, othersRate, ratio } = one;
    const place = tested.indexOf(one);
    const qValue = place < 0 ? 1 : (qValues[place] ?? 1);
    const alarm = qValue <= DISCOVERY_RATE && ratio < leastRatio;
    return { ...count, rate, interval: intervalOf(count), othersRate, ratio, qValue, alarm };
  });
}

function besideOthers(count: SegmentCount, counts: readonly SegmentCount[]) {
  const others = { cases: 0, done: 0 };
  for (const { market, segment, cases, done } of counts) {
    if (market !== count.market || segment === count.segment) continue;
    others.cases += cases;
    others.done += done;
  }
  const [rate, othersRate] = [count.done / count.cases, others.done / others.cases];
  const larger = Math.max(rate, othersRate);
  const ratio = larger > 0 ? Math.min(rate, othersRate) / larger : 1;
  const enough = Math.min(count.cases, others.cases) >= FEWEST_CASES;
  return { rate, othersRate, ratio, pValue: enough ? twoSided(count, others) : null };
}

/** Twice the smaller tail, at most 1. */
function twoSided(count: SegmentCount, others: { cases: number; done: number }): number {
  const total = count.cases + others.cases;
  const done = count.done + others.done;
  const more = fisherUpperTail(count.done, { total, marked: done, drawn: count.cases });
  const fewer = fisherUpperTail(count.cases - count.done, {
    total,
    marked: total - done,
    drawn: count.cases,
  });
  return Math.min(1, 2 * Math.min(more, fewer));
}

function intervalOf({ done, cases }: SegmentCount): { lower: number; upper: number } {
  if (cases === 0) return { lower: 0, upper: 1 };
  const { low, high } = wilsonInterval(done, cases);
  return { lower: low, upper: high };
}
