import type { Money, UnitPrice } from '../../../lib/domain/index.ts';
import { majorOf } from '../../../lib/domain/money.ts';

/** Show an amount in its currency. */
export const money = ({ minor, currency }: Money): string =>
  new Intl.NumberFormat(undefined, { style: 'currency', currency, maximumFractionDigits: 0 }).format(
    majorOf(minor, currency),
  );

/** Show the price of one unit: as many digits as it has, up to a ten-thousandth. */
export const unitPrice = ({ micros, currency }: UnitPrice): string =>
  new Intl.NumberFormat(undefined, { style: 'currency', currency, maximumFractionDigits: 4 }).format(
    micros / 1e6,
  );

/** Show a quantity; fractions only where it is small. */
export const units = (value: number): string =>
  new Intl.NumberFormat(undefined, { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 }).format(value);

/** Show a share of one as per cent. */
export const share = (value: number): string =>
  new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 }).format(value);

/** Show a business date as people write it here. */
export const day = (date: string): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));

/** Show a relative change as per cent, with its sign. */
export const change = (value: number): string =>
  new Intl.NumberFormat(undefined, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  }).format(value);

/** Show a number with up to two decimals. */
export const decimal = (value: number): string =>
  new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 }).format(value);

/** Show a month, `YYYY-MM`, as people write it here. */
export const month = (name: string): string =>
  new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${name}-01`),
  );
