import type { Estimate } from '../domain/index.ts';

/** Write a share for a reader: `34 %`, below 10 % with a decimal: `3.4 %`. */
export function percentText(share: number): string {
  const percent = 100 * share;
  return `${Math.abs(percent) < 9.95 ? percent.toFixed(1) : percent.toFixed(0)} %`.replace('-', '−');
}

/** Write a number with one decimal and a true minus: `−1.5`. */
export const signedText = (value: number): string => value.toFixed(1).replace('-', '−');

/** Write a relative change: `+12 %`, `−3.4 %`. */
export function changeText(change: number): string {
  return `${change > 0 ? '+' : ''}${percentText(change)}`;
}

/** Write a share with its interval: `bought by 34 % (31 to 38 %)`. */
export function intervalText(words: string, { value, low, high }: Estimate): string {
  return `${words} ${percentText(value)} (${percentText(low).replace(' %', '')} to ${percentText(high)})`;
}
