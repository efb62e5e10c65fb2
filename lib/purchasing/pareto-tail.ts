import { gaussLegendre } from '../numeric/index.ts';

// read once: a global's property is slow to look up in a test runner's context
const { exp, expm1, log, log1p, min } = Math;

/** Gamma distributions over buyers of the rate of orders (r, alpha) and of dropping out (s, beta). */
export type ParetoParameters = { r: number; alpha: number; s: number; beta: number };

const FINE = gaussLegendre(24);
const COARSE = gaussLegendre(8);

/** Where the integrand has fallen by e^37 the rest is below rounding. */
const DEEPEST = 37;

/**
 * Weigh having dropped out against being alive at T for one buyer of Pareto/NBD: ln(1 + odds), which is −ln P(alive).
 *
 * The odds are ∫ s (β+u)^−(s+1) (α+u)^−(r+x) du from tₓ to T over (α+T)^−(r+x) (β+T)^−s (Schmittlein, Morrison & Colombo
 * 1987, A.2, before it is written in hypergeometric functions, whose differences cancel and whose series crawl where β is far
 * above α). Gauss–Legendre in ln(min(α, β) + u), where the integrand is nearly exponential; relative error below 1e-10.
 *
 * @param moves - [4], overwritten with the slopes in r, alpha, s, beta
 */
export function goneAgainstAlive(
  { r, alpha, s, beta }: ParetoParameters,
  frequency: number,
  recency: number,
  age: number,
  moves: Float64Array,
): number {
  moves.fill(0);
  const exponent = r + frequency;
  const [stretch, fade] = [log((alpha + age) / (alpha + recency)), log((beta + age) / (beta + recency))];
  const depth = exponent * stretch + (s + 1) * fade;
  if (depth === 0) return 0;
  const least = min(alpha, beta);
  const until = depth > DEEPEST ? whereFallen({ r: exponent, alpha, s, beta }, recency, age) : age;
  const width = log((least + until) / (least + recency));
  const { nodes, weights } = width > 1.5 || depth > 3 ? FINE : COARSE;
  let [total, ofRate, ofAlpha, ofFade, ofBeta] = [0, 0, 0, 0, 0];
  for (let k = 0; k < nodes.length; k++) {
    const passed = (least + recency) * (exp(width * nodes[k]!) - 1);
    const lnAlpha = log(1 + passed / (alpha + recency));
    const lnBeta = log(1 + passed / (beta + recency));
    const at = recency + passed;
    const mass = weights[k]! * (least + at) * exp(-exponent * lnAlpha - (s + 1) * lnBeta);
    total += mass;
    ofRate += mass * lnAlpha;
    ofFade += mass * lnBeta;
    ofAlpha += mass / (alpha + at);
    ofBeta += mass / (beta + at);
  }
  // relative to alive at T: e^(depth) · s/(β+T) · width · total
  const logOdds = depth + log((s / (beta + age)) * width * total);
  const gone = logOdds > 36 ? logOdds : log1p(exp(logOdds));
  const late = -expm1(-gone);
  moves[0] = late * (stretch - ofRate / total);
  moves[1] = late * exponent * (1 / (alpha + age) - ofAlpha / total);
  moves[2] = late * (1 / s + fade - ofFade / total);
  moves[3] = late * (s / (beta + age) - ((s + 1) * ofBeta) / total);
  return gone;
}

/** The time at which the integrand has fallen by `DEEPEST`, by bisection; a third of a per cent is near enough. */
function whereFallen({ r, alpha, s, beta }: ParetoParameters, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let halving = 0; halving < 40 && high - low > 0.003 * (high - from); halving++) {
    const middle = (low + high) / 2;
    const fallen =
      r * log((alpha + middle) / (alpha + from)) + (s + 1) * log((beta + middle) / (beta + from));
    if (fallen > DEEPEST) high = middle;
    else low = middle;
  }
  return high;
}
