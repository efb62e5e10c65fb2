const LONGEST_COVER_DAYS = 3650;
const MONTH_DAYS = 30;

/**
 * Write a measured number for a reader: three significant digits, whole and grouped from 100 up, never an exponent.
 *
 * @returns `9.01`, `1,234`, `under 0.001`; `unknown` for what is not finite
 */
export function shortNumber(number: number): string {
  if (!Number.isFinite(number)) return 'unknown';
  const size = Math.abs(number);
  if (size >= 100) return groupThousands(String(Math.round(number)));
  if (size > 0 && size < 0.001) return number < 0 ? 'above −0.001' : 'under 0.001';
  return String(Number(number.toPrecision(3)));
}

/** Write a quantity as it is, its whole part grouped: an order is placed by it, so nothing is rounded off. */
export function unitsText(units: number): string {
  if (Number.isInteger(units) && Math.abs(units) < 1000)
    return units < 0 ? `−${-units}` : String(Math.abs(units));
  const [whole = '', fraction] = String(Number(units.toFixed(6)))
    .replace('-', '−')
    .split('.');
  return fraction === undefined ? groupThousands(whole) : `${groupThousands(whole)}.${fraction}`;
}

/**
 * Write a rate of demand in the period in which it is a number that one can picture: a day, a week or a month.
 *
 * @param unitsPerDay - ≥ 0
 */
export function rateText(unitsPerDay: number): string {
  if (unitsPerDay >= 1) return `${shortNumber(unitsPerDay)} a day`;
  if (unitsPerDay >= 1 / 7) return `${shortNumber(unitsPerDay * 7)} a week`;
  return `${shortNumber(unitsPerDay * MONTH_DAYS)} a month`;
}

/** Write how long a stock lasts; beyond ten years the number says nothing. */
export function coverText(days: number): string {
  if (days > LONGEST_COVER_DAYS) return 'more than ten years';
  const text = shortNumber(days);
  return text === '1' ? '1 day' : `${text} days`;
}

function groupThousands(whole: string): string {
  if (whole.length < 4) return whole;
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Round to a thousandth: quantities are decimal numbers, their float tails say nothing. */
export function tidy(units: number): number {
  return Math.round(units * 1000) / 1000;
}
