import { type ChartWords, chartWords } from './chart-words.ts';

/** Writes numbers as readers of a locale do, with the words of charts in its language. */
export type NumberWords = {
  told: ChartWords;
  /** A whole number, its digits grouped. */
  count(value: number): string;
  /** A share of one as per cent: `48 %`. */
  share(value: number, digits?: number): string;
  /** A change as per cent with its sign: `+20 %`, `−5 %`. */
  change(value: number, digits?: number): string;
  /** Plain digits. */
  decimal(value: number, digits: number): string;
  /** An amount of major units in a few characters: `€1.2M`. */
  money(major: number): string;
};

/**
 * Write numbers for readers of a locale.
 *
 * @param locale - BCP 47
 * @param currency - ISO 4217, for `money`
 */
export function numberWords(locale = 'en', currency = 'XXX'): NumberWords {
  const short = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumSignificantDigits: 3,
  });
  const decimal = (value: number, digits: number) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value).replace('-', '−');
  const told = chartWords(locale);
  return {
    told,
    count: (value) => decimal(value, 0),
    decimal,
    share: (value, digits = 0) =>
      shareText(value, { write: (percent) => decimal(percent, digits), digits, told }),
    change: (value, digits = 0) => {
      const percent = Number((value * 100).toFixed(digits));
      return `${percent > 0 ? '+' : ''}${told.percent(decimal(percent === 0 ? 0 : percent, digits))}`;
    },
    money: (major) => short.format(major).replace('-', '−'),
  };
}

/** A share that rounds to nothing, or to all, without being it, is said as less or more. */
function shareText(
  value: number,
  { write, digits, told }: { write: (percent: number) => string; digits: number; told: ChartWords },
): string {
  const least = 10 ** -digits;
  const percent = Number((value * 100).toFixed(digits));
  if (percent === 0 && value > 0) return told.under(told.percent(write(least)));
  if (percent === 100 && value < 1) return told.over(told.percent(write(100 - least)));
  return told.percent(write(percent === 0 ? 0 : percent));
}
