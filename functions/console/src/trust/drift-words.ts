import type { SkuDrift } from '../../../../lib/domain/index.ts';
import type { Language } from '../language/language.tsx';

/** Say what of a SKU has changed, by how much and for how long, from an alarm's figures. */
export function driftWords(
  { words, say, format }: Pick<Language, 'words' | 'say' | 'format'>,
  { signal, size, daysSince }: Pick<SkuDrift, 'signal' | 'size' | 'daysSince'>,
): string {
  const told = words.trust.drift.signals;
  const figures = {
    share: format.share(Math.abs(size)),
    times: format.decimal(size),
    days: format.units(daysSince),
  };
  if (signal === 'volatility') return say(told.volatility, figures);
  return say(told[`${signal}${size > 0 ? 'More' : 'Less'}`], figures);
}
