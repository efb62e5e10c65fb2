import type { SegmentProfile } from './segment-profile.ts';
import type { SegmentSentences } from './words/sentences.ts';

/** Words for a segment: `name` is plural without a number (`large regulars`), unique among its siblings. */
export type SegmentWords = { name: string; description: string };

/** How a segment's middle buyer orders. */
export type Rhythm = 'lapsed' | 'new' | 'regular' | 'one-time' | 'occasional';
/** What it buys against the market's mean buyer. */
export type Size = 'large' | 'mid-sized' | 'small';

/** A buyer silent for longer than this, and than two of its own intervals, has lapsed. */
const LAPSED_DAYS = 90;
const LAPSED_INTERVALS = 2;
const NEW_DAYS = 90;
const REGULAR_ORDERS_PER_YEAR = 6;
const REPEATED = 2;
/** Against the mean revenue of a buyer of the market. */
const LARGE = 2;
const SMALL = 0.5;
/** Growth of the half-year beyond the market's that is a trend. */
const TREND = 0.2;

/** Tell the middle of a figure over a segment's buyers; 0 where it is known of none. */
export const middleOf = ({ figures }: SegmentProfile, name: keyof SegmentProfile['figures']): number =>
  figures[name]?.median ?? 0;

/** Tell how a segment's middle buyer orders. */
export function rhythmOf(profile: SegmentProfile): Rhythm {
  const [recency, cadence] = [middleOf(profile, 'recencyDays'), middleOf(profile, 'cadenceDays')];
  const orders = middleOf(profile, 'ordersPerYear');
  if (recency > LAPSED_DAYS && (recency > LAPSED_INTERVALS * cadence || orders <= 1)) return 'lapsed';
  if (middleOf(profile, 'tenureDays') <= NEW_DAYS) return 'new';
  // several orders on one day are no rhythm
  if (middleOf(profile, 'orderDays') < REPEATED) return 'one-time';
  return orders >= REGULAR_ORDERS_PER_YEAR ? 'regular' : 'occasional';
}

/** Tell what a segment's buyers are worth against the market's mean buyer. */
export function sizeOf({ revenueShare, buyersShare }: SegmentProfile): Size {
  const relative = revenueShare / buyersShare;
  if (relative >= LARGE) return 'large';
  return relative <= SMALL ? 'small' : 'mid-sized';
}

/**
 * Put segments into words made from their numbers alone; equal words are told apart by growth, then by cadence (lapsed ones by their
 * silence), then by revenue share, then by position.
 *
 * @param profiles - in the order in which they are shown
 * @param words - of the language in which it is said
 */
export function describeSegments(
  profiles: readonly SegmentProfile[],
  words: SegmentSentences,
): SegmentWords[] {
  const { apart } = words;
  const sold = profiles.some(({ revenueShare }) => revenueShare > 0);
  // where nobody bought for money nobody is small
  const sizes = profiles.map((profile) => (sold ? sizeOf(profile) : null));
  const plain = profiles.map((profile, i) => words.name(sizes[i]!, rhythmOf(profile)));
  const byTrend = tellApart(plain, profiles, (profile) => trendWord(profile, words));
  const byCadence = tellApart(byTrend, profiles, (profile) =>
    rhythmOf(profile) === 'lapsed'
      ? apart.silentFor(middleOf(profile, 'recencyDays'))
      : apart.every(middleOf(profile, 'cadenceDays')),
  );
  const byShare = tellApart(byCadence, profiles, ({ revenueShare }) => apart.ofRevenue(revenueShare));
  const names = byShare.map((name, i) => (isShared(name, byShare) ? apart.numbered(name, i + 1) : name));
  return profiles.map((profile, i) => ({
    name: capitalised(names[i]!),
    description: words.description({
      buyers: profile.buyers,
      size: sizes[i]!,
      rhythm: rhythmOf(profile),
      revenueShare: profile.revenueShare,
      cadenceDays: middleOf(profile, 'orderDays') < REPEATED ? null : middleOf(profile, 'cadenceDays'),
      recencyDays: middleOf(profile, 'recencyDays'),
    }),
  }));
}

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

function trendWord(profile: SegmentProfile, { apart }: SegmentSentences): string {
  const { growth, marketGrowth } = profile;
  if (growth === null || marketGrowth === null || rhythmOf(profile) === 'lapsed') return '';
  if (growth >= marketGrowth + TREND) return apart.growing;
  return growth <= marketGrowth - TREND ? apart.declining : '';
}

function tellApart(
  names: readonly string[],
  profiles: readonly SegmentProfile[],
  addition: (profile: SegmentProfile) => string,
): string[] {
  return names.map((name, i) => (isShared(name, names) ? name + addition(profiles[i]!) : name));
}

const isShared = (name: string, names: readonly string[]) =>
  names.filter((other) => other === name).length > 1;
