import type { MarketView, Position, SegmentStrategy, TargetView } from '../../../lib/domain/index.ts';
import { day, share } from './format.ts';

/** The API's names in the words that people read. */
export const modeWords: Record<MarketView['mode'], string> = {
  off: 'off',
  suggest: 'suggests',
  automatic: 'automatic',
};

export const adviceWords: Record<Position['advice'], string> = {
  launch: 'Launch',
  push: 'Push',
  hold: 'Hold',
  drop: 'Drop',
};

export const sensitivityWords: Record<SegmentStrategy['priceSensitivity']['level'], string> = {
  low: 'Hardly minds prices',
  medium: 'Minds prices somewhat',
  high: 'Minds prices much',
  unknown: 'How much prices matter is not known',
};

/** Name what is missing as a person would: `unit_cost` is a unit cost. */
export const missingWords = (missing: readonly string[]): string =>
  missing.map((name) => name.replaceAll('_', ' ')).join(', ');

/** Call a buyer by the merchant's own code, else by the start of its pseudonym, which tells it from others. */
export function buyerName({
  customer,
  customerCode,
}: {
  customer: string;
  customerCode?: string | undefined;
}): string {
  return customerCode ?? `Buyer ${customer.replace(/^c\d+-/, '').slice(0, 8)}`;
}

/** Say when a buyer orders next: the days between which four of five such buyers would. */
export function nextOrderWords(next: NonNullable<TargetView['nextOrder']>): string {
  const { from, median, to } = next;
  const middle = median === undefined ? '' : `, as likely before as after ${day(median)}`;
  if (from === undefined) return median === undefined ? 'not to be expected' : `about ${day(median)}`;
  if (to === undefined) return `hardly before ${day(from)}${middle}`;
  return from === to ? day(from) : `likely between ${day(from)} and ${day(to)}${middle}`;
}

/** Say how likely something is, without claiming certainty. */
export function chanceWords(chance: number): string {
  if (chance > 0.99) return `over ${share(0.99)}`;
  if (chance < 0.01) return `under ${share(0.01)}`;
  return share(Math.round(chance * 100) / 100);
}

/** Make a sentence of the API's words: a capital first, a full stop last. */
export const sentence = (words: string): string =>
  `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`;
