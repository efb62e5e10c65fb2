import { InputError } from '../domain/index.ts';

const LEAST_WIDTH = 1e-300;

/** Maps numbers of a domain to positions, in a straight line. */
export type Scale = (value: number) => number;

/**
 * Map a domain to a range. A domain without width maps everything to the range's middle.
 *
 * @param domain - least and greatest value
 * @param range - positions of the two; may be descending, as y is in SVG
 */
export function linearScale([low, high]: [number, number], [from, to]: [number, number]): Scale {
  if (high === low) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/**
 * Choose round numbers that cover a domain: steps of 1, 2 or 5 times a power of ten (Heckbert 1990, "Nice numbers").
 *
 * @param count - steps wanted, ≥ 1; what comes out is near it
 * @returns ascending, the first ≤ low and the last ≥ high; two ticks around a domain without width
 * @throws InputError when an end is not a finite number
 */
export function niceTicks(low: number, high: number, count: number): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high))
    throw new InputError(`an axis from ${low} to ${high} has no ticks`);
  // below this a step would vanish
  if (!(high - low > LEAST_WIDTH))
    return niceTicks(low - (Math.abs(low) || 1), low + (Math.abs(low) || 1), count);
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((multiple) => multiple * power >= rough * 0.999) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  // through the text, so that 3 × 0.1 reads 0.3
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
