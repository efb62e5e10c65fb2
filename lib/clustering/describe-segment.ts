import { medianOf } from '../numeric/index.ts';
import type { BuyerFigures } from './buyer-features.ts';

/** A segment's numbers, from which its words are made. */
export type SegmentProfile = {
  buyers: number;
  /** 0–1, of the identified buyers' revenue of the last year. */
  revenueShare: number;
  /** Medians over the segment's buyers. */
  recencyDays: number;
  ordersPerYear: number;
  valueMinor: number;
  cadenceDays: number;
  tenureDays: number;
  /** Distinct days with an order. */
  orderDays: number;
};

/** Words for a segment: `name` is plural without a number (`large regulars`), unique among its siblings. */
export type SegmentWords = { name: string; description: string };

/** A buyer silent for longer than this, and than two of its own intervals, has lapsed. */
const LAPSED_DAYS = 90;
const LAPSED_INTERVALS = 2;
const NEW_DAYS = 90;
const REGULAR_ORDERS_PER_YEAR = 6;
const REPEATED = 2;
/** Against the mean revenue of a buyer of the market. */
const LARGE = 2;
const SMALL = 0.5;

/** Sum up a segment's buyers. @param marketValueMinor - what all identified buyers bought in the year, ≥ 0 */
export function profileOf(members: readonly BuyerFigures[], marketValueMinor: number): SegmentProfile {
  const value = members.reduce((sum, member) => sum + member.valueMinor, 0);
  return {
    buyers: members.length,
    revenueShare: marketValueMinor > 0 ? value / marketValueMinor : 0,
    recencyDays: medianOf(members.map((member) => member.recencyDays)),
    ordersPerYear: medianOf(members.map((member) => member.ordersPerYear)),
    valueMinor: medianOf(members.map((member) => member.valueMinor)),
    cadenceDays: medianOf(members.map((member) => member.cadenceDays)),
    tenureDays: medianOf(members.map((member) => member.tenureDays)),
    orderDays: medianOf(members.map((member) => member.orderDays)),
  };
}

/**
 * Put segments into words made from their numbers alone; equal words are told apart by cadence, then by revenue share,
 * then by position.
 *
 * @param profiles - in the order in which they are shown
 */
export function describeSegments(profiles: readonly SegmentProfile[]): SegmentWords[] {
  const buyers = profiles.reduce((sum, profile) => sum + profile.buyers, 0);
  const sold = profiles.some(({ revenueShare }) => revenueShare > 0);
  // where nobody bought for money nobody is small
  const sizes = profiles.map((profile) => (sold ? `${sizeWord(profile, buyers)} ` : ''));
  const plain = profiles.map((profile, i) => `${sizes[i]!}${rhythmWord(profile, 2)}`);
  const byCadence = tellApart(plain, profiles, (profile) => `, every ${inDays(profile.cadenceDays)}`);
  const byShare = tellApart(
    byCadence,
    profiles,
    (profile) => ` with ${percent(profile.revenueShare)} of revenue`,
  );
  const names = byShare.map((name, i) => (isShared(name, byShare) ? `${name} (${i + 1})` : name));
  return profiles.map((profile, i) => ({
    name: names[i]!,
    description: sentenceOf(profile, `${sizes[i]!}${rhythmWord(profile, profile.buyers)}`),
  }));
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

function sizeWord({ revenueShare, buyers }: SegmentProfile, allBuyers: number): string {
  const relative = (revenueShare * allBuyers) / buyers;
  if (relative >= LARGE) return 'large';
  return relative <= SMALL ? 'small' : 'mid-sized';
}

/** @param buyers - 1 for the singular */
function rhythmWord(profile: SegmentProfile, buyers: number): string {
  const plural = buyers === 1 ? '' : 's';
  if (isLapsed(profile)) return `lapsed buyer${plural}`;
  if (profile.tenureDays <= NEW_DAYS) return `new buyer${plural}`;
  if (profile.ordersPerYear >= REGULAR_ORDERS_PER_YEAR) return `regular${plural}`;
  if (profile.orderDays < REPEATED) return `one-time buyer${plural}`;
  return `occasional buyer${plural}`;
}

const isLapsed = ({ recencyDays, cadenceDays, ordersPerYear }: SegmentProfile) =>
  recencyDays > LAPSED_DAYS && (recencyDays > LAPSED_INTERVALS * cadenceDays || ordersPerYear <= 1);

function sentenceOf(profile: SegmentProfile, words: string): string {
  const singular = profile.buyers === 1;
  const days = Math.round(profile.recencyDays);
  const last = days === 0 ? 'last order today' : `last order ${inDays(days)} ago`;
  if (isLapsed(profile))
    return `${profile.buyers} ${words} bought ${percent(profile.revenueShare)} of revenue, ${last}`;
  const verb = singular ? 'buys' : 'buy';
  const rhythm =
    profile.orderDays < REPEATED ? 'ordered once so far' : `every ${inDays(profile.cadenceDays)}`;
  return `${profile.buyers} ${words} ${verb} ${percent(profile.revenueShare)} of revenue, ${rhythm}, ${last}`;
}

function inDays(days: number): string {
  const whole = Math.round(days);
  return whole === 1 ? '1 day' : `${whole} days`;
}

/** Write a share as `48 %`; what rounds to 0 is `under 1 %` unless it is 0. */
function percent(share: number): string {
  const whole = Math.round(share * 100);
  return whole === 0 && share > 0 ? 'under 1 %' : `${whole} %`;
}
