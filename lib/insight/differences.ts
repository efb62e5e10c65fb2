import type { Difference, Estimate } from '../domain/index.ts';
import { adjustForDiscoveries, normalCdf, normalQuantile } from '../numeric/index.ts';
import { isFew } from './suppression.ts';

/** Buyers of each thing here and elsewhere: one number a thing, [n] each. */
export type SideCounts = { here: ArrayLike<number>; elsewhere: ArrayLike<number> };

/** How a thing's place in the list compares. */
export type SideResult = { place: number; logOdds: Estimate; qValue: number };

/** Fewest buyers, of both sides together, for which a thing is tested. */
const FEWEST_TOGETHER = 5;
/** A difference counts at this false discovery rate. */
const DISCOVERY_RATE = 0.05;
const Z = normalQuantile(0.975);

/**
 * Compare what is bought here with what is bought elsewhere: for each thing the log odds ratio with an informative Dirichlet
 * prior (Monroe, Colaresi & Quinn 2008), which draws rare things to no difference. The prior is how both
 * sides together buy, as strong as one buyer a thing. Two-sided normal test; the false discovery rate is over all things tested.
 *
 * @returns the things tested: those with at least five buyers in all, in their order; none where there is one thing alone,
 *   which has nothing to compare with
 */
export function compareSides({ here, elsewhere }: SideCounts): SideResult[] {
  const things = here.length;
  const total = { here: 0, elsewhere: 0 };
  for (let i = 0; i < things; i++) {
    total.here += here[i]!;
    total.elsewhere += elsewhere[i]!;
  }
  if (things < 2 || total.here === 0 || total.elsewhere === 0) return [];
  const results: Omit<SideResult, 'qValue'>[] = [];
  const pValues: number[] = [];
  for (let place = 0; place < things; place++) {
    const both = here[place]! + elsewhere[place]!;
    if (both < FEWEST_TOGETHER) continue;
    const prior = (things * both) / (total.here + total.elsewhere);
    const one = { count: here[place]! + prior, total: total.here + things };
    const other = { count: elsewhere[place]! + prior, total: total.elsewhere + things };
    const value = logOddsOf(one) - logOddsOf(other);
    const error = Math.sqrt(1 / one.count + 1 / other.count);
    results.push({ place, logOdds: { value, low: value - Z * error, high: value + Z * error } });
    pValues.push(2 * normalCdf(-Math.abs(value) / error));
  }
  const qValues = adjustForDiscoveries(pValues);
  return results.map((result, i) => ({ ...result, qValue: qValues[i]! }));
}

const logOddsOf = ({ count, total }: { count: number; total: number }) => Math.log(count / (total - count));

/** Buyers of all things here and elsewhere. */
export type SideBuyers = { here: number; elsewhere: number };

/**
 * Tell whether a thing surely sells more or less here than elsewhere: by its share of what is bought, which its share of the
 * buyers must bear out, since one thing's share also rises where another is not sold.
 */
export function directionOf({
  logOdds,
  qValue,
  reachHere,
  reachElsewhere,
}: Pick<Difference, 'logOdds' | 'qValue' | 'reachHere' | 'reachElsewhere'>): 'more' | 'less' | 'same' {
  if (qValue > DISCOVERY_RATE) return 'same';
  if (logOdds.value > 0 && reachHere > reachElsewhere) return 'more';
  return logOdds.value < 0 && reachHere < reachElsewhere ? 'less' : 'same';
}

/**
 * Choose the things that differ most surely, those left out that would tell about one to four buyers of a side.
 *
 * @param direction - `more` for what sells more here, `less` for what sells less or not at all
 * @returns the surest first, at most `most`
 */
export function surestDifferences(
  results: readonly SideResult[],
  counts: SideCounts,
  { direction, most, buyers }: { direction: 'more' | 'less'; most: number; buyers: SideBuyers },
): SideResult[] {
  const sureness = ({ logOdds: { value, high } }: SideResult) => Math.abs(value) / (high - value);
  return results
    .filter(({ place }) => isTold(place, counts))
    .filter((result) => directionOf(describeDifference(result, counts, { name: null, buyers })) === direction)
    .sort((one, other) => sureness(other) - sureness(one) || one.place - other.place)
    .slice(0, most);
}

/** Tell whether neither side of a comparison is about one to four buyers. */
export const isTold = (place: number, { here, elsewhere }: SideCounts): boolean =>
  !isFew(here[place]!) && !isFew(elsewhere[place]!);

/** Put a comparison beside the shares of buyers that it is about. */
export function describeDifference(
  { place, logOdds, qValue }: SideResult,
  { here, elsewhere }: SideCounts,
  { name, label, buyers }: { name: string | null; label?: string | undefined; buyers: SideBuyers },
): Difference {
  return {
    name,
    ...(label === undefined ? {} : { label }),
    buyersHere: here[place]!,
    buyersElsewhere: elsewhere[place]!,
    reachHere: here[place]! / buyers.here,
    reachElsewhere: elsewhere[place]! / buyers.elsewhere,
    logOdds,
    qValue,
  };
}

/**
 * Tell how alike two markets buy: the cosine between their buyers by category.
 *
 * @returns 0 to 1; 0 where one buys nothing
 */
export function similarityOf(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let dot = 0;
  let oneSquares = 0;
  let otherSquares = 0;
  for (let i = 0; i < one.length; i++) {
    dot += one[i]! * other[i]!;
    oneSquares += one[i]! ** 2;
    otherSquares += other[i]! ** 2;
  }
  return dot === 0 ? 0 : Math.min(dot / Math.sqrt(oneSquares * otherSquares), 1);
}
