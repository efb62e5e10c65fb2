import type { Money, UnitPrice } from '../../../../lib/domain/index.ts';
import { majorOf } from '../../../../lib/domain/money.ts';

function dateSpan(tag: string): (from: string, to: string) => string {
  const writer = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  return (from, to) => writer.formatRange(new Date(from), new Date(to));
}

/** Writes figures as people of one language do. Made once a language, since the platform's writers are dear to make. */
export type Format = ReturnType<typeof createFormat>;

/**
 * Make the writers of a language.
 *
 * @param tag - BCP 47
 */
export function createFormat(tag: string) {
  const number = (options: Intl.NumberFormatOptions) => {
    const writer = new Intl.NumberFormat(tag, options);
    return (value: number) => withMinus(writer.format(value));
  };
  const date = (options: Intl.DateTimeFormatOptions) => {
    const writer = new Intl.DateTimeFormat(tag, options);
    return (value: string) => writer.format(new Date(value));
  };
  const inCurrency = (fraction: number) => {
    const writers = new Map<string, Intl.NumberFormat>();
    return (value: number, currency: string) => {
      let writer = writers.get(currency);
      if (writer === undefined) {
        writer = new Intl.NumberFormat(tag, { style: 'currency', currency, maximumFractionDigits: fraction });
        writers.set(currency, writer);
      }
      return withMinus(writer.format(value));
    };
  };
  const whole = number({ maximumFractionDigits: 0 });
  const small = number({ maximumFractionDigits: 1 });
  const amount = inCurrency(0);
  const price = inCurrency(4);
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });
  return {
    /** An amount in its currency, to the unit. */
    money: ({ minor, currency }: Money) => amount(majorOf(minor, currency), currency),
    /** The price of one unit: as many digits as it has, up to a ten-thousandth. */
    unitPrice: ({ micros, currency }: UnitPrice) => price(micros / 1e6, currency),
    /** A quantity; fractions only where it is small. */
    units: (value: number) => (Math.abs(value) < 10 ? small : whole)(value),
    /** A share of one as per cent. */
    share: number({ style: 'percent', maximumFractionDigits: 1 }),
    /** A relative change as per cent, with its sign. */
    change: number({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }),
    /** A number with up to two decimals. */
    decimal: number({ maximumFractionDigits: 2 }),
    /** A business date. */
    day: date({ dateStyle: 'medium', timeZone: 'UTC' }),
    /** The business dates from one to another, what they share said once. */
    span: dateSpan(tag),
    /** A business date with its weekday. */
    weekday: date({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
    /** A business date on an axis, where the year goes without saying. */
    dayOfMonth: date({ day: 'numeric', month: 'short', timeZone: 'UTC' }),
    /** A quantity with its sign. */
    signed: number({ maximumFractionDigits: 1, signDisplay: 'exceptZero' }),
    /** A quantity on an axis, in a few characters. */
    axis: number({ notation: 'compact', maximumSignificantDigits: 3 }),
    /** A month, `YYYY-MM`. */
    month: date({ month: 'short', year: 'numeric', timeZone: 'UTC' }),
    /** A month of any year: its name alone. */
    monthName: date({ month: 'long', timeZone: 'UTC' }),
    /** A moment, in the reader's own time zone. */
    moment: date({ dateStyle: 'medium', timeStyle: 'short' }),
    /** Several things in one sentence. */
    list: (things: readonly string[]) => list.format(things),
  };
}

/** The platform writes a hyphen before what is below nothing, which is short, and may be left alone at the end of a line. */
const withMinus = (figure: string): string => figure.replace('-', '−');
