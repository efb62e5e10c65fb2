import {
  addDays,
  daysBetween,
  type GroupDemand,
  type MarketEvent,
  type SeriesRecord,
  weekdayOf,
} from '../../lib/domain/index.ts';
import type { Covariate, ForecastOptions } from '../../lib/forecasting/index.ts';

/** Days with a holiday that a history must have before its effect is looked for. */
const LEAST_HOLIDAYS = 3;
const HOLIDAY_NEIGHBOURS = ['days before a holiday', 'days after a holiday'] as const;
/** Times that an event of one name must have come to be told from others of its kind. */
const LEAST_TIMES = 2;

/**
 * Turn what a record knows of past and planned days into what `forecast` takes: prices from lists, promotions, closures,
 * holidays with the day before and after, the end of a delisted SKU, and the profile of a new one.
 *
 * @param days - the newest days of the record's demand that the forecast is made from
 * @param horizon - days after them
 */
export function knownFutures(
  record: SeriesRecord,
  days: number,
  horizon: number,
): Pick<ForecastOptions, 'covariates' | 'endsAt' | 'profile' | 'phase'> {
  const first = record.demand.length - days;
  const start = addDays(record.start, first);
  const asOf = addDays(record.start, record.demand.length - 1);
  const events = record.events ?? [];
  const window = { start, days, horizon };
  const price = record.priceSource === 'list' ? priceCovariate(record.groups, first, days + horizon) : null;
  const end = events.find(({ kind }) => kind === 'delisting');
  return {
    covariates: [
      ...(price === null ? [] : [price]),
      ...namedEvents(events, window),
      ...closures(events, window),
      ...holidays(events, window),
    ],
    ...(end === undefined ? {} : { endsAt: Math.max(0, daysBetween(asOf, end.from) - 1) }),
    ...(record.profile === undefined ? {} : { profile: record.profile, phase: weekdayOf(start) - 1 }),
  };
}

type Window = { start: string; days: number; horizon: number };

/** The list price that the groups' buyers faced: the mean of its logarithm, weighed by the units they bought. */
function priceCovariate(groups: readonly GroupDemand[], first: number, steps: number): Covariate | null {
  const priced = groups.filter(({ priceSteps }) => priceSteps.some(([, micros]) => micros > 0));
  if (priced.length === 0) return null;
  const logs = new Float64Array(steps);
  let total = 0;
  for (const { demand, priceSteps, plannedPriceSteps = [] } of priced) {
    // one unit more for each, so that a group without a sale counts where no group has any
    const weight = demand.reduce<number>((sum, units) => sum + (units ?? 0), 1);
    const changes = [...priceSteps, ...plannedPriceSteps].filter(([, micros]) => micros > 0);
    total += weight;
    let next = 0;
    let micros = changes[0]?.[1] ?? 1;
    for (let step = 0; step < steps; step++) {
      for (let change = changes[next]; change && change[0] <= first + step; change = changes[++next])
        micros = change[1];
      logs[step] = (logs[step] ?? 0) + weight * Math.log(micros);
    }
  }
  return { name: 'price', kind: 'price', values: logs.map((sum) => Math.exp(sum / total)) };
}

/** Promotions and launches: one effect a name where it comes again, else one for all of the kind. */
function namedEvents(events: readonly MarketEvent[], window: Window): Covariate[] {
  const known = events
    .filter(({ kind }) => kind === 'promotion' || kind === 'launch')
    .map((event) => (TAKEN.has(event.name) ? { ...event, name: `${event.name} (${event.kind})` } : event));
  const times = new Map<string, number>();
  for (const { name } of known) times.set(name, (times.get(name) ?? 0) + 1);
  const groups = new Map<string, MarketEvent[]>();
  for (const event of known) {
    const name = (times.get(event.name) ?? 0) >= LEAST_TIMES ? event.name : OTHERS[event.kind];
    groups.set(name, [...(groups.get(name) ?? []), event]);
  }
  return [...groups].map(([name, own]) => ({ name, kind: 'event', values: flagsOf(own, window) }));
}

const OTHERS: Readonly<Record<MarketEvent['kind'], string>> = {
  promotion: 'promotions',
  launch: 'launch',
  holiday: 'public holidays',
  closure: 'closures',
  delisting: 'delisting',
};

/** Names of what is no event of a file: one that is called so too would be a covariate given twice. */
const TAKEN: ReadonlySet<string> = new Set([
  'price',
  'end of sale',
  OTHERS.closure,
  OTHERS.holiday,
  ...HOLIDAY_NEIGHBOURS,
]);

function closures(events: readonly MarketEvent[], window: Window): Covariate[] {
  const shut = events.filter(({ kind }) => kind === 'closure');
  return shut.length === 0 ? [] : [{ name: OTHERS.closure, kind: 'closure', values: flagsOf(shut, window) }];
}

function holidays(events: readonly MarketEvent[], window: Window): Covariate[] {
  const off = events.filter(({ kind }) => kind === 'holiday');
  const moved = (days: number) =>
    off.map((event) => ({
      ...event,
      from: addDays(days < 0 ? event.from : event.to, days),
      to: addDays(days < 0 ? event.from : event.to, days),
    }));
  const candidates = [
    { name: OTHERS.holiday, values: flagsOf(off, window) },
    { name: HOLIDAY_NEIGHBOURS[0], values: flagsOf(moved(-1), window) },
    { name: HOLIDAY_NEIGHBOURS[1], values: flagsOf(moved(1), window) },
  ];
  return candidates
    .filter(
      ({ values }) =>
        values.subarray(0, window.days).filter((on) => on > 0).length >= LEAST_HOLIDAYS &&
        // an effect that is not to come is not worth the time of its estimate
        values.subarray(window.days).includes(1),
    )
    .map((candidate) => ({ ...candidate, kind: 'event' }));
}

function flagsOf(events: readonly MarketEvent[], { start, days, horizon }: Window): Float64Array {
  const flags = new Float64Array(days + horizon);
  for (const { from, to } of events) {
    const first = Math.max(0, daysBetween(start, from));
    const last = Math.min(flags.length - 1, daysBetween(start, to));
    for (let day = first; day <= last; day++) flags[day] = 1;
  }
  return flags;
}
