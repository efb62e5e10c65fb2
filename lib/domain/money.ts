import * as z from 'zod/mini';
import { InputError } from './errors.ts';

const currency = z.string().check(z.length(3), z.describe('ISO 4217.'));

/** An amount: a whole number of the currency's minor units. */
export const moneySchema = z.object({
  minor: z.int().check(z.describe('Minor units of the currency, by ISO 4217: cents, or whole yen.')),
  currency,
});
export type Money = z.infer<typeof moneySchema>;

/** A price or cost of one unit: a whole number of millionths of the currency's unit. */
export const unitPriceSchema = z.object({
  micros: z.int().check(z.describe("Millionths of the currency's unit: 13500 is 0.0135 of it.")),
  currency,
});
export type UnitPrice = z.infer<typeof unitPriceSchema>;

const MICROS = 1_000_000;

/** Currencies of ISO 4217 whose minor unit is not a hundredth (list one, 2024-06). */
const OTHER_DIGITS: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'UYI',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
  ...['CLF', 'UYW'].map((code) => [code, 4] as const),
]);

/** Tell how many decimal digits a currency's minor unit has, by ISO 4217 (HUF and IDR have 2). */
export function currencyDigits(currency: string): number {
  return OTHER_DIGITS.get(currency) ?? 2;
}

/**
 * Value a quantity at a unit price, as money: rounded half away from zero, once, at the end.
 *
 * @param quantity - units, may be fractional or negative
 * @param unitPriceMicros - millionths of the currency's unit
 * @throws InputError when the amount is not a safe integer of minor units
 */
export function amountMinor(quantity: number, unitPriceMicros: number, currency: string): number {
  const minorPerUnit = 10 ** currencyDigits(currency);
  const exact = (quantity * unitPriceMicros * minorPerUnit) / MICROS;
  const rounded = Math.sign(exact) * Math.round(Math.abs(exact));
  if (!Number.isSafeInteger(rounded))
    throw new InputError(`the amount ${exact} ${currency} is not a safe integer of minor units`);
  return rounded === 0 ? 0 : rounded;
}

/** Convert a decimal price in the currency's unit to millionths, rounded to the nearest. */
export function microsOf(unitPrice: number): number {
  return Math.round(unitPrice * MICROS);
}

/** Convert an amount in minor units to a number in the currency's unit, for display and arithmetic that ends in rounding. */
export function majorOf(minor: number, currency: string): number {
  return minor / 10 ** currencyDigits(currency);
}

/**
 * Write a whole number of parts of a unit as a decimal, exactly: `-5` of hundredths is `-0.05`.
 *
 * @param parts - minor units, or millionths
 * @param digits - how many decimals a part stands for
 */
export function decimalText(parts: number, digits: number): string {
  const text = String(Math.abs(parts)).padStart(digits + 1, '0');
  const fraction = digits === 0 ? '' : `.${text.slice(-digits)}`;
  return `${parts < 0 ? '-' : ''}${text.slice(0, text.length - digits)}${fraction}`;
}

/** Write an amount for a reader: `12.40 EUR`, `980 JPY`. */
export function amountText(minor: number, currency: string): string {
  return `${majorOf(minor, currency).toFixed(currencyDigits(currency))} ${currency}`;
}

/** Write a unit price for a reader: `12.40 EUR`, `0.0135 EUR`, `980 JPY`. Decimals are the currency's, or more where the price has more. */
export function unitPriceText(micros: number, currency: string): string {
  const whole = (micros / MICROS).toFixed(6).replace(/0+$/, '').replace(/\.$/, '');
  const decimals = whole.includes('.') ? whole.length - whole.indexOf('.') - 1 : 0;
  return `${(micros / MICROS).toFixed(Math.max(decimals, currencyDigits(currency)))} ${currency}`;
}
