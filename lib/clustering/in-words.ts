import { majorOf } from '../domain/index.ts';

/** Write a number of days: `1 day`, `31 days`. */
export function inDays(days: number): string {
  const whole = Math.round(days);
  return whole === 1 ? '1 day' : `${whole.toLocaleString('en')} days`;
}

/** Write how long ago something was: `today`, `12 days ago`. */
export function ago(days: number): string {
  return Math.round(days) === 0 ? 'today' : `${inDays(days)} ago`;
}

/** Write a share as `48 %`; what rounds to 0 is `under 1 %` unless it is 0. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  return whole === 0 && share > 0 ? 'under 1 %' : `${whole === 0 ? 0 : whole} %`;
}

/** Write a change with its sign: `+12 %`, `−8 %`, `0 %`. */
export function signedPercent(change: number): string {
  const whole = Math.round(change * 100);
  if (whole === 0) return '0 %';
  return `${whole > 0 ? '+' : '−'}${Math.abs(whole).toLocaleString('en')} %`;
}

/** Write an amount of minor units in whole units of the currency: `4,000 GBP`. */
export function inMoney(minor: number, currency: string): string {
  return `${Math.round(majorOf(minor, currency)).toLocaleString('en')} ${currency}`;
}

/** Write a number: one decimal below 10, none from there on. */
export function inNumber(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 });
}

/** Write a count of buyers: `1 buyer`, `1,200 buyers`. */
export function inBuyers(buyers: number): string {
  return buyers === 1 ? '1 buyer' : `${buyers.toLocaleString('en')} buyers`;
}
