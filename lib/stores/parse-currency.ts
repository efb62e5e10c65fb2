import type { PlannedColumn, ReadingPlan } from '../importing/index.ts';
import { quoteText } from './sql-text.ts';

/** Names that currencies have beside their ISO code where orders are written. */
const CURRENCY_NAMES: Readonly<Record<string, readonly string[]>> = {
  CNY: ['人民币', '人民幣', 'RMB', '元', 'CNH'],
  USD: ['美元', 'US$'],
  EUR: ['欧元', '歐元', '€'],
  JPY: ['日元', '日圓', '円', '日本円'],
  HKD: ['港币', '港幣', 'HK$'],
  TWD: ['新台币', '新臺幣', 'NT$', 'NTD'],
  GBP: ['英镑', '£'],
  KRW: ['韩元', '원', '₩'],
};

/** A currency's code in upper case, from the code or a name that orders use; what a person named where there is none. */
export function currencyExpression(
  raw: string,
  { amounts }: PlannedColumn,
  { statedCurrency, currency }: ReadingPlan,
): string {
  const cases = Object.entries(CURRENCY_NAMES).map(
    ([code, names]) => `WHEN upper(${raw}) IN (${names.map(quoteText).join(', ')}) THEN ${quoteText(code)}`,
  );
  const own = currency === null ? '' : `WHEN ${raw} = ${quoteText(currency)} THEN ${raw}`;
  const code = `CASE ${own} ${cases.join(' ')} ELSE upper(${raw}) END`;
  return amounts !== undefined && statedCurrency !== null
    ? `coalesce(${code}, ${quoteText(statedCurrency)})`
    : code;
}

/** What the market's own currency is written as beside a price. */
function currencySigns({ currency, statedCurrency }: ReadingPlan): string[] {
  const code = currency ?? statedCurrency;
  if (code === null) return [];
  const formats = ['symbol', 'narrowSymbol'] as const;
  const symbols = formats.map(
    (currencyDisplay) =>
      new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay })
        .formatToParts(1)
        .find(({ type }) => type === 'currency')?.value ?? code,
  );
  return [...new Set([code, ...symbols, ...(CURRENCY_NAMES[code] ?? [])])];
}

/** A price's text without the market's currency before or behind it: `EUR 12,50`, `12,50 €`. Another one makes it no number. */
export function withoutCurrency(raw: string, plan: ReadingPlan): string {
  const signs = currencySigns(plan).map((sign) => sign.replaceAll(/[$.*+?^()[\]{}|\\]/g, String.raw`\$&`));
  if (signs.length === 0) return raw;
  const sign = `(${signs.join('|')})`;
  const form = quoteText(String.raw`^${sign}[\s\x{a0}]*([^A-Za-z]+)$|^([^A-Za-z]+?)[\s\x{a0}]*${sign}$`);
  return `(CASE WHEN regexp_matches(${raw}, '[^0-9.,-]') THEN trim(regexp_replace(${raw}, ${form}, '\\2\\3')) ELSE ${raw} END)`;
}
