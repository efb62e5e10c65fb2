import {
  addDays,
  type DriftEnd,
  type DriftKnown,
  type DriftNight,
  dayNumber,
  type Money,
  type NamedDrift,
  type RunName,
  type SeriesRecord,
  type SkuDrift,
  unitValueMinor,
} from '../../lib/domain/index.ts';
import {
  adviseRetrain,
  clearestSignal,
  type DriftAlarm,
  type DriftSeries,
  driftInWords,
  isSettled,
  type NamedSignal,
  raiseAlarms,
  type SeriesSignal,
  type ValueMove,
  valueMoves,
  WINDOW_DAYS,
} from '../../lib/oversight/index.ts';
import type { NightlyFacts } from './drift-memory.ts';
import { driftSeriesOf } from './drift-series.ts';
import type { MarketDays } from './market-days.ts';
import { HISTORY_DAYS } from './series-tables.ts';

/** Checks a market's series one by one, and judges them together at the end. */
export type DriftWatch = {
  add(record: SeriesRecord, nightly: readonly NightlyFacts[]): void;
  /** @returns the night, and what is known of each series, in the order they were added */
  finish(): { night: DriftNight; known: (DriftKnown | undefined)[] };
};

/** Chance below which an alarm that stands is dated anew by what its series shows tonight. */
const STILL_SEEN = 0.05;

/** What the watch keeps of a series till the end of the night. */
type Watched = {
  sku: string;
  /** Of a series without an alarm: what may become one. */
  signal: NamedSignal | undefined;
  /** The alarm of the nights before that stands on. */
  stands: NamedDrift | undefined;
  /** First day of the newest change that it has settled after. */
  settled: string | undefined;
  daysSettled: number;
  facts: Pick<SkuDrift, 'moneyPerDay' | 'moves'>;
};

/** What a night goes on from. */
type WatchGround = {
  before: DriftNight | undefined;
  /** Alarms that persons ended. */
  ends: readonly DriftEnd[];
  days: MarketDays;
  currency: string;
};

/**
 * Start a night's watch, going on from the night before.
 *
 * An alarm stands until its series has settled (`isSettled`) or a person has ended it; from then on only the days since that change are
 * judged, so that one change is raised once. While it stands it is dated anew each night by all that is seen.
 */
export function createDriftWatch(
  { asOf, runId }: RunName,
  { before, ends, days, currency }: WatchGround,
): DriftWatch {
  const standing = new Map(before?.alarms.map((alarm) => [alarm.sku, alarm]));
  // a night that is made again knows nothing of alarms that later ones raised
  const endedBy = new Map(ends.filter(({ raisedOn }) => raisedOn <= asOf).map((end) => [end.sku, end]));
  const settledSince = new Map(before?.settled.map(({ sku, since }) => [sku, since]));
  for (const { sku, since } of endedBy.values())
    if (since > (settledSince.get(sku) ?? '')) settledSince.set(sku, since);
  const watched: Watched[] = [];
  const moved = { price: 0, cost: 0 };
  let ended = 0;
  const first = dayNumber(addDays(asOf, 1 - WINDOW_DAYS));

  return {
    add: (record, nightly) => {
      const { sku } = record;
      const from = settledSince.get(sku);
      const series = driftSeriesOf(record, { asOf, days, nightly, from });
      const moves = valueMoves(series);
      for (const { of } of moves) moved[of]++;
      const old = standing.get(sku);
      const seenSince = (date: string) => series.actual.length - placeOf(date, first);
      const daysSettled = from === undefined ? 0 : seenSince(from);
      const entry: Watched = {
        sku,
        signal: undefined,
        stands: undefined,
        settled: from,
        daysSettled,
        facts: {},
      };
      watched.push(entry);
      const isOver = (alarm: NamedDrift) =>
        endedBy.get(sku)?.raisedOn === alarm.raisedOn ||
        isSettled(Array.from(series.actual).slice(placeOf(alarm.since, first)));
      if (old !== undefined && isOver(old)) {
        ended++;
        entry.settled = old.since;
        entry.daysSettled = seenSince(old.since);
        return;
      }
      const signal = clearestSignal(series);
      if (old !== undefined) entry.stands = datedAnew(old, signal, { series, asOf, first });
      else if (signal !== null) entry.signal = { series: sku, ...signal };
      const at = old === undefined ? signal?.at : placeOf(old.since, first);
      if (at !== undefined) entry.facts = factsAt(record, series, { at, moves, currency });
    },
    finish: () => {
      const { alarms, known, ...counts } = judge(watched, asOf);
      const moves = { priceMoves: moved.price, costMoves: moved.cost };
      const settled = watched.flatMap(({ sku, settled: since }) =>
        since === undefined || since <= addDays(asOf, -HISTORY_DAYS) ? [] : [{ sku, since }],
      );
      return { night: { asOf, runId, ...counts, ended, ...moves, alarms, settled }, known };
    },
  };
}

/** Raise tonight's alarms over all series at once, and join those that stand. */
function judge(watched: readonly Watched[], asOf: string) {
  const signals = watched.flatMap(({ signal }) => signal ?? []);
  const raised = new Map(raiseAlarms(signals).map((alarm) => [alarm.series, alarm]));
  const alarms: NamedDrift[] = [];
  const known = watched.map((one): DriftKnown | undefined => {
    const alarm = raised.get(one.sku);
    const stands = one.stands ?? (alarm === undefined ? undefined : named(alarm, asOf));
    if (stands === undefined) return settledKnown(one);
    const drift = { ...stands, ...one.facts };
    alarms.push(drift);
    const { sku: _, ...told } = drift;
    return { drift: told, retrain: { use: adviseRetrain(0, drift.daysSince).use, from: drift.since } };
  });
  return {
    tested: signals.length,
    raised: raised.size,
    standing: alarms.length,
    alarms: alarms.sort(mostMoneyFirst),
    known,
  };
}

const placeOf = (date: string, first: number) => Math.max(0, dayNumber(date) - first);

function settledKnown({ settled, daysSettled }: Watched): DriftKnown | undefined {
  if (settled === undefined) return undefined;
  return { retrain: { use: adviseRetrain(0, daysSettled).use, from: settled } };
}

/** An alarm that stands, with tonight's count of days; dated anew where the series shows a change that would be seen by itself. */
function datedAnew(
  old: NamedDrift,
  signal: SeriesSignal | null,
  { series, asOf, first }: { series: DriftSeries; asOf: string; first: number },
): NamedDrift {
  if (signal?.large === true && signal.pValue <= STILL_SEEN) {
    const since = addDays(asOf, 1 - WINDOW_DAYS + signal.at);
    const { signal: of, direction, size, daysSince } = signal;
    return {
      ...old,
      signal: of,
      direction,
      size: rounded(size),
      since,
      daysSince,
      words: driftInWords(signal),
    };
  }
  const from = placeOf(old.since, first);
  const daysSince = Array.from(series.actual).filter(
    (units, day) => day >= from && Number.isFinite(units),
  ).length;
  return { ...old, daysSince, words: driftInWords({ ...old, daysSince }) };
}

function named(
  { series: sku, signal, direction, size, changedAt, daysSince, qValue, words }: DriftAlarm,
  asOf: string,
): NamedDrift {
  return {
    ...{ sku, signal, direction, size: rounded(size), since: addDays(asOf, 1 - WINDOW_DAYS + changedAt) },
    ...{ daysSince, raisedOn: asOf, qValue: rounded(qValue), words },
  };
}

/** What the move is worth a day, and which facts lie beside it. */
function factsAt(
  record: SeriesRecord,
  { actual }: DriftSeries,
  { at, moves, currency }: { at: number; moves: readonly ValueMove[]; currency: string },
): Watched['facts'] {
  const mean = (from: number, to: number) => {
    const seen = Array.from(actual).slice(from, to).filter(Number.isFinite);
    return seen.reduce((sum, units) => sum + units, 0) / Math.max(1, seen.length);
  };
  const value = unitValueMinor(record);
  const move = Math.abs(mean(at, actual.length) - mean(0, at));
  const moneyPerDay: Money | undefined =
    value === null ? undefined : { minor: Math.round(move * value), currency };
  return {
    ...(moneyPerDay === undefined ? {} : { moneyPerDay }),
    ...(moves.length === 0 ? {} : { moves: moves.map(({ of, share }) => ({ of, share: rounded(share) })) }),
  };
}

const rounded = (value: number) => Number(value.toPrecision(4));

function mostMoneyFirst(one: NamedDrift, other: NamedDrift): number {
  const money = (other.moneyPerDay?.minor ?? 0) - (one.moneyPerDay?.minor ?? 0);
  return money !== 0 ? money : one.sku < other.sku ? -1 : 1;
}
