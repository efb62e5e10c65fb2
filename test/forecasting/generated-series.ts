import fc from 'fast-check';

/** A series that nobody would wish for, the season it is said to have, and how far to forecast. */
export type GeneratedCase = { kind: string; values: number[]; period: number; horizon: number };

const lengths = fc.integer({ min: 1, max: 90 });
const finite = (least: number, most: number) =>
  fc.double({ min: least, max: most, noNaN: true, noDefaultInfinity: true });
/** A power of ten, so that scales are met alike and not the large ones alone. */
const scales = fc.integer({ min: -300, max: 300 }).map((power) => 10 ** power);
const listOf = (value: fc.Arbitrary<number>) =>
  lengths.chain((length) => fc.array(value, { minLength: length, maxLength: length }));
const seriesOf = (build: (t: number) => number) =>
  lengths.map((length) => Array.from({ length }, (_, t) => build(t)));

/** Kinds of series that real exports hold, and worse. */
const kinds: Record<string, fc.Arbitrary<number[]>> = {
  constant: fc
    .tuple(finite(-1e6, 1e6), lengths)
    .map(([value, length]) => new Array<number>(length).fill(value)),
  zeros: lengths.map((length) => new Array<number>(length).fill(0)),
  'any scale': fc
    .tuple(listOf(finite(0, 1)), scales)
    .map(([values, scale]) => values.map((value) => value * scale)),
  exploding: fc
    .tuple(finite(1.01, 30), finite(0.1, 100))
    .chain(([growth, first]) => seriesOf((t) => Math.min(1e307, first * growth ** t))),
  collapsing: finite(0.05, 0.9).chain((share) => seriesOf((t) => 1e6 * share ** t)),
  negative: listOf(finite(-1000, 1000)),
  'whole and lumpy': listOf(
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }) },
      { weight: 1, arbitrary: fc.integer({ min: 100, max: 50_000 }) },
    ),
  ),
  'one value': finite(-1e9, 1e9).map((value) => [value]),
  alternating: fc
    .tuple(finite(-50, 50), finite(-50, 50))
    .chain(([even, odd]) => seriesOf((t) => (t % 2 ? odd : even))),
  'near duplicates': listOf(fc.integer({ min: -3, max: 3 })).map((steps) =>
    steps.map((step) => 1e6 * (1 + step * Number.EPSILON)),
  ),
  'a line': fc
    .tuple(finite(-1e3, 1e3), finite(-10, 10))
    .chain(([level, slope]) => seriesOf((t) => level + slope * t)),
  'a step': fc
    .tuple(finite(0, 10), finite(1e4, 1e6))
    .chain(([low, high]) => seriesOf((t) => (t < 20 ? low : high))),
  'one spike': fc.nat({ max: 60 }).chain((place) => seriesOf((t) => (t === place ? 1e9 : 5))),
  'a season': fc
    .tuple(fc.integer({ min: 2, max: 12 }), finite(0, 100))
    .chain(([period, size]) => seriesOf((t) => 50 + size * Math.cos((2 * Math.PI * t) / period))),
  'starts late': listOf(fc.integer({ min: 0, max: 20 })).map((values) => [
    ...new Array<number>(40).fill(0),
    ...values,
  ]),
  infinite: listOf(
    fc.oneof(
      { weight: 4, arbitrary: finite(0, 100) },
      { weight: 1, arbitrary: fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
    ),
  ),
};

/** Gaps are made in a series of any kind: none, some, most, a hole, the beginning, the end. */
const gaps = fc.constantFrom<(values: number[], random: number[]) => number[]>(
  (values) => values,
  (values) => values,
  (values, random) => values.map((value, t) => (random[t % random.length]! < 0.2 ? Number.NaN : value)),
  (values, random) => values.map((value, t) => (random[t % random.length]! < 0.8 ? Number.NaN : value)),
  (values) => values.map((value, t) => (t > values.length / 3 && t < values.length / 2 ? Number.NaN : value)),
  (values) => values.map((value, t) => (t < values.length / 2 ? Number.NaN : value)),
  (values) => values.map((value, t) => (t > (2 * values.length) / 3 ? Number.NaN : value)),
);

/** Any of these series with any gaps, a season that may be none, longer than the series or not whole, and any horizon. */
export const generatedCases: fc.Arbitrary<GeneratedCase> = fc
  .constantFrom(...Object.keys(kinds))
  .chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      whole: kinds[kind]!,
      gap: gaps,
      random: fc.array(finite(0, 1), { minLength: 17, maxLength: 17 }),
      period: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(0, 1, 1.5, 2, 4, 7, 12) },
        { weight: 1, arbitrary: fc.constantFrom(0.3, 2.5, 52, 52.18, 365, 365.25, 1000) },
      ),
      horizon: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 0, max: 20 }) },
        { weight: 1, arbitrary: fc.constantFrom(0, 1, 60, 400) },
      ),
    }),
  )
  .map(({ kind, whole, gap, random, period, horizon }) => ({
    kind,
    values: gap(whole, random),
    period,
    horizon,
  }));
