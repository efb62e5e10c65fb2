import { InputError } from '../domain/errors.ts';

/**
 * What the counting models know of one buyer, all times in one unit since its first order.
 *
 * Orders are counted once a day or period, so that two invoices of one day are one order.
 */
export type BuyerCounts = {
  /** Repeat orders: all but the first; a whole number ≥ 0. */
  frequency: number;
  /** Time of the last order since the first; 0 where there is one order only. */
  recency: number;
  /** Time observed since the first order, ≥ recency. */
  age: number;
};

/** Distinct rows of a market's buyers and how many share each: sufficient for every likelihood of this room. */
export type CollapsedCounts = {
  frequency: Float64Array;
  recency: Float64Array;
  age: Float64Array;
  weight: Float64Array;
  /** Buyers, the sum of the weights. */
  buyers: number;
  /** Distinct frequencies, ascending. */
  frequencies: Float64Array;
  meanAge: number;
};

/**
 * Join buyers with equal counts, so that a likelihood is summed over distinct rows. O(n).
 *
 * @throws InputError on no buyers, or counts that no history can have
 */
export function collapseCounts(buyers: readonly BuyerCounts[]): CollapsedCounts {
  if (buyers.length === 0) throw new InputError('no buyers: at least one is needed to fit a model');
  const places = new Map<number, Map<number, Map<number, number>>>();
  const frequency: number[] = [];
  const recency: number[] = [];
  const age: number[] = [];
  const weight: number[] = [];
  let ages = 0;
  buyers.forEach((buyer, i) => {
    checkCounts(buyer, i);
    // recency says nothing without a repeat order: rows that differ in it alone are one
    const last = buyer.frequency === 0 ? 0 : buyer.recency;
    const byRecency = childOf(childOf(places, buyer.frequency), buyer.age);
    let place = byRecency.get(last);
    if (place === undefined) {
      place = weight.length;
      byRecency.set(last, place);
      frequency.push(buyer.frequency);
      recency.push(last);
      age.push(buyer.age);
      weight.push(0);
    }
    weight[place]!++;
    ages += buyer.age;
  });
  return {
    frequency: Float64Array.from(frequency),
    recency: Float64Array.from(recency),
    age: Float64Array.from(age),
    weight: Float64Array.from(weight),
    buyers: buyers.length,
    frequencies: Float64Array.from(places.keys()).sort(),
    meanAge: ages / buyers.length,
  };
}

function checkCounts({ frequency, recency, age }: BuyerCounts, i: number): void {
  const possible =
    Number.isInteger(frequency) && frequency >= 0 && recency >= 0 && age >= recency && Number.isFinite(age);
  if (possible) return;
  throw new InputError(
    `buyer ${i} has frequency ${frequency}, recency ${recency}, age ${age}: ` +
      'needed are a whole frequency ≥ 0 and 0 ≤ recency ≤ age',
  );
}

function childOf<T>(parent: Map<number, Map<number, T>>, key: number): Map<number, T> {
  let child = parent.get(key);
  if (!child) {
    child = new Map();
    parent.set(key, child);
  }
  return child;
}
