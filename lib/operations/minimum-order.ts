import { currencyDigits, type MinimumOrderCheck, type Money, majorOf } from '../domain/index.ts';
import { unitsText } from './number-text.ts';

/** The supplier's least order value in the order's currency, or why it cannot be told. */
export type MinimumOrder =
  | { kind: 'none' }
  | { kind: 'known'; minimum: Money; said: string }
  | { kind: 'otherCurrency'; minimum: Money; said: string };

/** A rate that the merchant uploaded: one unit of `base` is `rate` of `quote`. */
export type UploadedRate = { base: string; quote: string; rate: number; date: string };

/**
 * Bring a supplier's minimum into the currency of an order's costs: by a rate that the merchant uploaded, else not at all.
 *
 * @param minimumMicros - in `currency`
 * @param rates - of any date; the newest of a pair holds
 */
export function minimumOrderIn(
  orderCurrency: string,
  { minimumOrderMicros, currency }: { minimumOrderMicros: number | null; currency: string | null },
  rates: readonly UploadedRate[],
): MinimumOrder {
  if (minimumOrderMicros === null || !(minimumOrderMicros > 0)) return { kind: 'none' };
  const stated = currency ?? orderCurrency;
  const minimum = moneyOf(minimumOrderMicros / 1e6, stated);
  if (stated === orderCurrency) return { kind: 'known', minimum, said: '' };
  const newest = rates
    .filter(({ base, quote }) => pairOf(base, quote) === pairOf(stated, orderCurrency))
    .sort((one, other) => (one.date < other.date ? 1 : -1))[0];
  const words = moneyText(minimum);
  if (newest === undefined)
    return {
      kind: 'otherCurrency',
      minimum,
      said: `the minimum of ${words} cannot be held against costs in ${orderCurrency}: no rate was uploaded`,
    };
  const factor = newest.base === stated ? newest.rate : 1 / newest.rate;
  return {
    kind: 'known',
    minimum: moneyOf((minimumOrderMicros / 1e6) * factor, orderCurrency),
    said: ` (${words} at the rate uploaded for ${newest.date})`,
  };
}

const pairOf = (one: string, other: string) => [one, other].sort().join(' ');

/** Judge an order's value as it stands, with nothing weighed. */
export function minimumOrderCheck(minimumOrder: MinimumOrder, value: Money): MinimumOrderCheck | null {
  if (minimumOrder.kind === 'none') return null;
  const { minimum, said } = minimumOrder;
  const unweighed = { minimum, costOfFilling: null, costOfWaiting: null };
  if (minimumOrder.kind === 'otherCurrency')
    return { ...unweighed, reached: null, missing: null, action: 'unknown', text: said };
  return judged(unweighed, value, said);
}

/** Judge the value again after a person's change: what was weighed in the night is no longer said. */
export function rejudgeMinimum(check: MinimumOrderCheck | null, value: Money): MinimumOrderCheck | null {
  if (check === null || check.reached === null) return check;
  return judged({ minimum: check.minimum, costOfFilling: null, costOfWaiting: null }, value, '');
}

function judged(
  unweighed: Pick<MinimumOrderCheck, 'minimum' | 'costOfFilling' | 'costOfWaiting'>,
  value: Money,
  said: string,
): MinimumOrderCheck {
  const { minimum } = unweighed;
  const short = minimum.minor - value.minor;
  const words = `the minimum order of ${moneyText(minimum)}${said}`;
  if (short <= 0)
    return { ...unweighed, reached: true, missing: null, action: 'none', text: `${words} is reached` };
  const missing = { minor: short, currency: minimum.currency };
  const text = `${moneyText(missing)} are missing to ${words}`;
  return { ...unweighed, reached: false, missing, action: 'short', text };
}

/** Write money for a reader: `1,234.50 EUR`. */
export function moneyText({ minor, currency }: Money): string {
  const digits = currencyDigits(currency);
  const [whole = '0', fraction] = Math.abs(majorOf(minor, currency)).toFixed(digits).split('.');
  const grouped = unitsText(Number(whole));
  return `${minor < 0 ? '−' : ''}${fraction === undefined ? grouped : `${grouped}.${fraction}`} ${currency}`;
}

/** Turn an amount in the currency's unit to money, rounded to the nearest minor unit. */
export function moneyOf(amount: number, currency: string): Money {
  return { minor: Math.round(amount * 10 ** currencyDigits(currency)), currency };
}
