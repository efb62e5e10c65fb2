import type { Money, UnitPrice } from '../../domain/index.ts';
import { currencyDigits, dayNumber, majorOf } from '../../domain/index.ts';

/** Forms of a word by the plural rules of its language; `other` is always there. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Writes figures as a language does. Sentences write no figure but through it. */
export type Writer = {
  /** A quantity as it is: an order is placed by it, so nothing is rounded off. */
  quantity(units: number): string;
  /** A measured number, to three digits, whole from a hundred up. */
  measure(number: number): string;
  /** A share of 1 as a percentage; `moved` with its sign. */
  share(share: number): string;
  moved(share: number): string;
  price(price: UnitPrice): string;
  money(money: Money): string;
  /** @param date - `YYYY-MM-DD` */
  date(date: string): string;
  names(names: readonly string[]): string;
  name(name: string): string;
  /** The form of a word that goes with a number as `measure` or `quantity` writes it; the number itself is not in it. */
  form(number: number, forms: Forms): string;
};

const MICROS = 1_000_000;
const DAY_MS = 86_400_000;

/** Make the writer of a locale. It keeps its formats, which are dear to make: one serves a whole request. */
export function createWriter(locale: string): Writer {
  const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const digits = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = { style: 'percent', maximumSignificantDigits: 3 } as const;
  const shares = new Intl.NumberFormat(locale, percent);
  const moves = new Intl.NumberFormat(locale, { ...percent, signDisplay: 'exceptZero' });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const plurals = new Intl.PluralRules(locale);
  const pricesIn = perCurrency(locale, (currency) => ({ maximumFractionDigits: 6, ...fixed(currency) }));
  const amountsIn = perCurrency(locale, fixed);
  const measure = (number: number) => (Math.abs(number) >= 100 ? whole : digits).format(number);
  return {
    quantity: (units) => exact.format(units),
    measure,
    share: (share) => shares.format(share),
    moved: (share) => moves.format(share),
    price: ({ micros, currency }) => pricesIn(currency).format(micros / MICROS),
    money: ({ minor, currency }) => amountsIn(currency).format(majorOf(minor, currency)),
    date: (date) => dates.format(dayNumber(date) * DAY_MS),
    names: (names) => lists.format(names),
    name: (name) => name,
    form: (number, forms) => forms[plurals.select(shown(number))] ?? forms.other,
  };
}

/** The plural goes by the number that is read: 0.9996 reads 1. */
const shown = (number: number) =>
  Math.abs(number) >= 100 ? Math.round(number) : Number(number.toPrecision(3));

const fixed = (currency: string) => ({ minimumFractionDigits: currencyDigits(currency) });

function perCurrency(locale: string, options: (currency: string) => Intl.NumberFormatOptions) {
  const known = new Map<string, Intl.NumberFormat>();
  return (currency: string) => {
    const format =
      known.get(currency) ??
      new Intl.NumberFormat(locale, { style: 'currency', currency, ...options(currency) });
    known.set(currency, format);
    return format;
  };
}
