import { ago, inDays, percent } from './in-words.ts';
import type { SegmentProfile } from './segment-profile.ts';

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

const NOUNS: Record<Rhythm, string> = {
  lapsed: 'lapsed buyer',
  new: 'new buyer',
  regular: 'regular',
  'one-time': 'one-time buyer',
  occasional: 'occasional buyer',
};

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
 */
export function describeSegments(profiles: readonly SegmentProfile[]): SegmentWords[] {
  const sold = profiles.some(({ revenueShare }) => revenueShare > 0);
  // where nobody bought for money nobody is small
  const sizes = profiles.map((profile) => (sold ? `${sizeOf(profile)} ` : ''));
  const plain = profiles.map((profile, i) => `${sizes[i]!}${NOUNS[rhythmOf(profile)]}s`);
  const byTrend = tellApart(plain, profiles, trendWord);
  const byCadence = tellApart(byTrend, profiles, (profile) =>
    rhythmOf(profile) === 'lapsed'
      ? `, silent for ${inDays(middleOf(profile, 'recencyDays'))}`
      : `, every ${inDays(middleOf(profile, 'cadenceDays'))}`,
  );
  const byShare = tellApart(
    byCadence,
    profiles,
    (profile) => ` with ${percent(profile.revenueShare)} of revenue`,
  );
  const names = byShare.map((name, i) => (isShared(name, byShare) ? `${name} (${i + 1})` : name));
  return profiles.map((profile, i) => ({
    name: names[i]!,
    description: sentenceOf(profile, sizes[i]!),
  }));
}

function trendWord(profile: SegmentProfile): string {
  const { growth, marketGrowth } = profile;
  if (growth === null || marketGrowth === null || rhythmOf(profile) === 'lapsed') return '';
  if (growth >= marketGrowth + TREND) return ', growing';
  return growth <= marketGrowth - TREND ? ', declining' : '';
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

function sentenceOf(profile: SegmentProfile, size: string): string {
  const { buyers, revenueShare } = profile;
  const rhythm = rhythmOf(profile);
  const words = `${buyers.toLocaleString('en')} ${size}${NOUNS[rhythm]}${buyers === 1 ? '' : 's'}`;
  const recency = middleOf(profile, 'recencyDays');
  const last = `last order ${ago(recency)}`;
  if (rhythm === 'lapsed') return `${words} bought ${percent(revenueShare)} of revenue, ${last}`;
  const verb = buyers === 1 ? 'buys' : 'buy';
  const often =
    middleOf(profile, 'orderDays') < REPEATED
      ? 'ordered once so far'
      : `every ${inDays(middleOf(profile, 'cadenceDays'))}`;
  return `${words} ${verb} ${percent(revenueShare)} of revenue, ${often}, ${last}`;
}
