import { type Money, majorOf, type UnitPrice } from '../../../lib/domain/index.ts';
import { LOCALE } from './console-visit.ts';

/** Read the number of `1,234 units` or `€1,234.50`. */
export const numberIn = (text: string): number => Number(text.replaceAll(/[^\d.]/g, ''));

/** An amount as a reader expects it, to the unit. */
export const inWords = ({ minor, currency }: Money): string =>
  new Intl.NumberFormat(LOCALE, { style: 'currency', currency, maximumFractionDigits: 0 }).format(
    majorOf(minor, currency),
  );

/** The price of a unit, to a ten-thousandth. */
export const priceInWords = ({ micros, currency }: UnitPrice): string =>
  new Intl.NumberFormat(LOCALE, { style: 'currency', currency, maximumFractionDigits: 4 }).format(
    micros / 1e6,
  );

/** A quantity: fractions only where it is small. */
export const unitsInWords = (units: number): string =>
  new Intl.NumberFormat(LOCALE, { maximumFractionDigits: Math.abs(units) < 10 ? 1 : 0 }).format(units);

/** A business day. */
export const dayInWords = (day: string): string =>
  new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
