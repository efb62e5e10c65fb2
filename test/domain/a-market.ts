import type { Market } from '../../lib/domain/index.ts';

/** Germany: euros, whole cents, no charm prices. */
export const aMarket = (changes: Partial<Market> = {}): Market => ({
  market: 'de',
  name: 'Germany',
  country: 'DE',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  weekStart: 1,
  homeRegion: 'eu-central-1',
  location: 'hamburg',
  runAt: '03:30',
  pricesIncludeTax: false,
  priceRounding: { stepMicros: 10_000 },
  legalPack: 'eu',
  ...changes,
});
