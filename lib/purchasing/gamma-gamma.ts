import { InputError } from '../domain/errors.ts';
import { digamma, logGamma } from '../numeric/index.ts';
import { GREATEST, LEAST } from './nbd.ts';
import { type LogLikelihood, searchParameters } from './search-parameters.ts';

// read once: a global's property is slow to look up in a test runner's context
const { log } = Math;

/** What a buyer's orders were worth. */
export type BuyerSpend = {
  /** Orders that the mean is of; 0 where nothing is known of the buyer. */
  orders: number;
  /** Mean amount an order, above 0 where there are orders; any currency unit. */
  meanAmount: number;
};

/** Order amounts gamma-distributed about a mean of the buyer's own, whose scale is gamma-distributed over buyers. */
export type GammaGamma = { kind: 'gamma-gamma'; p: number; q: number; v: number; logLikelihood: number };

/**
 * Fit the Gamma–Gamma model of spend by maximum likelihood (Fader & Hardie 2013, eq. 1a).
 *
 * The amounts are measured in their own mean while searching, so any currency unit is as good as another.
 *
 * @param buyers - those without orders are passed over; one with an order at least
 * @returns p, q in (0, 1e6); v in the amounts' unit
 * @throws InputError when no buyer has an order, or an amount is not above 0
 */
export function fitGammaGamma(buyers: readonly BuyerSpend[]): GammaGamma {
  const known = buyers.filter(({ orders }) => orders > 0);
  const wrong = known.find(
    ({ orders, meanAmount }) => !(meanAmount > 0 && Number.isFinite(meanAmount * orders)),
  );
  if (known.length === 0 || wrong)
    throw new InputError(
      `spend needs buyers with orders and a mean amount above 0; got ${wrong ? wrong.meanAmount : 'no orders'}`,
    );
  const unit = known.reduce((sum, { meanAmount }) => sum + meanAmount, 0) / known.length;
  const orders = Float64Array.from(known, (buyer) => buyer.orders);
  const amounts = Float64Array.from(known, (buyer) => buyer.meanAmount / unit);
  const found = searchParameters(
    gammaGammaLogLikelihood(orders, amounts),
    known.length,
    [
      [2, 3, 1],
      [20, 3, 0.1],
    ],
    { lower: [LEAST, LEAST, LEAST], upper: [GREATEST, GREATEST, GREATEST] },
  );
  const [p, q, v] = [found.parameters[0]!, found.parameters[1]!, found.parameters[2]! * unit];
  // a density is in 1/amount: back from the search's unit to the caller's
  const logLikelihood = found.logLikelihood - known.length * log(unit);
  return { kind: 'gamma-gamma', p, q, v, logLikelihood };
}

/**
 * Expect the amount of a buyer's next order: p (v + x m) / (p x + q − 1), between its own mean m and the market's
 * (Fader & Hardie 2013, eq. 5).
 *
 * @returns NaN where the model has no mean (q ≤ 1 and too few orders)
 */
export function expectedSpend({ p, q, v }: GammaGamma, { orders, meanAmount }: BuyerSpend): number {
  const denominator = p * orders + q - 1;
  return denominator > 0 ? (p * (v + (orders > 0 ? orders * meanAmount : 0))) / denominator : Number.NaN;
}

/** ln Γ(px+q) − ln Γ(px) − ln Γ(q) + q ln v + (px−1) ln m + px ln x − (px+q) ln(xm + v), summed, and its exact slopes. */
function gammaGammaLogLikelihood(orders: Float64Array, amounts: Float64Array): LogLikelihood {
  const buyersOf = new Map<number, number>();
  for (const x of orders) buyersOf.set(x, (buyersOf.get(x) ?? 0) + 1);
  const logSums = orders.map((x, i) => log(x * amounts[i]!));
  const logMeans = amounts.reduce((sum, m) => sum + log(m), 0);
  return (parameters, slopes) => {
    const [p, q, v] = [parameters[0]!, parameters[1]!, parameters[2]!];
    const logV = log(v);
    let [value, ofP, ofQ, ofV] = [-logMeans, 0, 0, 0];
    // gammas are dear, and buyers with as many orders share theirs
    const [atQ, logGammaQ] = [digamma(q), logGamma(q)];
    for (const [x, buyers] of buyersOf) {
      const both = digamma(p * x + q);
      value += buyers * (logGamma(p * x + q) - logGamma(p * x) - logGammaQ);
      ofP += buyers * x * (both - digamma(p * x));
      ofQ += buyers * (both - atQ);
    }
    for (let i = 0; i < orders.length; i++) {
      const x = orders[i]!;
      const sum = x * amounts[i]! + v;
      const pool = log(sum);
      value += q * (logV - pool) + p * x * (logSums[i]! - pool);
      ofP += x * (logSums[i]! - pool);
      ofQ += logV - pool;
      ofV += q / v - (p * x + q) / sum;
    }
    slopes.set([ofP, ofQ, ofV]);
    return value;
  };
}
