import type { Season } from '../../../../lib/domain/index.ts';
import type { Language } from '../language/language.tsx';
import type { Joined, Side } from './join-comparisons.ts';

/** As probable a season without any is as good as none. */
const SURE = 0.05;

/** Tell whether a season is more than chance makes. */
export const isSureSeason = (season: Side['season']): season is Extract<Season, { kind: 'measured' }> =>
  season?.kind === 'measured' && season.pValue < SURE;

/** Say in a sentence each how markets differ, as far as that is sure; nothing where there is one alone. */
export function differencesInWords({ sides, total }: Joined, language: Language): string[] {
  if (sides.length < 2) return [];
  return [
    total === null ? undefined : largest(sides, total, language),
    growth(sides, language),
    season(sides, language),
    concentration(sides, language),
    orders(sides, language),
    returns(sides, language),
  ].filter((sentence) => sentence !== undefined);
}

type Known = { side: Side; value: number };

/** The sides of which a figure is known, the greatest first; nothing where fewer than two can be compared. */
function ranked(sides: readonly Side[], of: (side: Side) => number | null | undefined) {
  const known = sides
    .flatMap((side): Known[] => {
      const value = of(side);
      return value == null ? [] : [{ side, value }];
    })
    .toSorted((one, other) => other.value - one.value);
  const [most, least] = [known[0], known.at(-1)];
  if (most === undefined || least === undefined || most === least || most.value === least.value)
    return undefined;
  return { most, least };
}

function largest(
  sides: readonly Side[],
  total: NonNullable<Joined['total']>,
  { words, say, format }: Language,
) {
  const found = ranked(sides, ({ commonShare }) => commonShare);
  if (found === undefined) return undefined;
  return say(words.compare.largest, {
    market: found.most.side.name,
    share: format.share(found.most.value),
    total: format.money(total),
  });
}

/** Only where intervals lie apart can it be said who grows faster. */
function growth(sides: readonly Side[], { words, say, format }: Language) {
  const found = ranked(sides, (side) => side.growth.trailingYear?.value);
  if (found === undefined) return undefined;
  const fast = found.most.side.growth.trailingYear;
  const slow = found.least.side.growth.trailingYear;
  if (fast == null || slow == null) return undefined;
  return say(fast.low > slow.high ? words.compare.grows : words.compare.growsAlike, {
    most: found.most.side.name,
    mostChange: format.change(fast.value),
    least: found.least.side.name,
    leastChange: format.change(slow.value),
  });
}

function season(sides: readonly Side[], { words, say, format }: Language) {
  const sure = sides.flatMap((side) => (isSureSeason(side.season) ? [{ side, season: side.season }] : []));
  const [strongest] = sure.toSorted((one, other) => other.season.strength - one.season.strength);
  if (strongest === undefined) return undefined;
  const { indices } = strongest.season;
  const best = indices.reduce(
    (most, { value }, month) => (value > (indices[most]?.value ?? 0) ? month : most),
    0,
  );
  return say(words.compare.seasonal, {
    market: strongest.side.name,
    month: format.monthName(`2001-${String(best + 1).padStart(2, '0')}`),
    change: format.change((indices[best]?.value ?? 1) - 1),
  });
}

function concentration(sides: readonly Side[], { words, say, format }: Language) {
  const found = ranked(sides, (side) => side.concentration.topTenBuyersShare);
  if (found === undefined) return undefined;
  return say(words.compare.concentrated, {
    most: found.most.side.name,
    mostShare: format.share(found.most.value),
    least: found.least.side.name,
    leastShare: format.share(found.least.value),
  });
}

function orders(sides: readonly Side[], { words, say, format }: Language) {
  const found = ranked(sides, ({ commonOrder }) => commonOrder?.minor);
  const [most, least] = [found?.most.side.commonOrder, found?.least.side.commonOrder];
  if (found === undefined || most == null || least == null) return undefined;
  return say(words.compare.orders, {
    most: found.most.side.name,
    mostMoney: format.money(most),
    least: found.least.side.name,
    leastMoney: format.money(least),
  });
}

function returns(sides: readonly Side[], { words, say, format }: Language) {
  const found = ranked(sides, ({ returnsShare }) => returnsShare);
  if (found === undefined) return undefined;
  return say(words.compare.returns, {
    most: found.most.side.name,
    mostShare: format.share(found.most.value),
    least: found.least.side.name,
    leastShare: format.share(found.least.value),
  });
}
