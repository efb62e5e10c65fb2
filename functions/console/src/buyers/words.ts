import type { TargetView } from '../../../../lib/domain/index.ts';
import type { Language } from '../language/language.tsx';

type Named = { customer: string; customerCode?: string | undefined };

/** Call a buyer by the merchant's own code, else by the start of its pseudonym, which tells it from others. */
export const buyerName = ({ words, say }: Language, { customer, customerCode }: Named): string =>
  customerCode ?? say(words.buyers.nameless, { name: customer.replace(/^c\d+-/, '').slice(0, 8) });

/** Say when a buyer orders next: the days between which four of five such buyers would. */
export function nextOrderWords(
  { words, say, format }: Language,
  { from, median, to }: NonNullable<TargetView['nextOrder']>,
): string {
  const told = words.buyers.next;
  const { day } = format;
  const middle = median === undefined ? '' : say(told.middle, { day: day(median) });
  if (from === undefined) return median === undefined ? told.never : say(told.about, { day: day(median) });
  if (to === undefined) return say(told.hardlyBefore, { day: day(from), middle });
  return from === to ? day(from) : say(told.between, { from: day(from), to: day(to), middle });
}

/** Say how likely something is, without claiming certainty. */
export function chanceWords({ words, say, format: { share } }: Language, chance: number): string {
  if (chance > 0.99) return say(words.buyers.over, { share: share(0.99) });
  if (chance < 0.01) return say(words.buyers.under, { share: share(0.01) });
  return share(Math.round(chance * 100) / 100);
}
