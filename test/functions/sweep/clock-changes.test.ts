import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { goOnUntil } from '../../infra/local/schedule-clock.ts';
import { openMarketClock } from './market-clock.ts';

/** Zones with the day from which their two next changes are looked for. */
const ZONES: [zone: string, from: string, what: string][] = [
  ['Europe/Berlin', '2026-01-01', 'at two, all of the union at once'],
  ['Europe/Dublin', '2026-01-01', 'whose winter is the exception in its law'],
  ['Europe/Lisbon', '2026-01-01', 'at one'],
  ['Atlantic/Azores', '2026-01-01', 'at midnight, from the day before'],
  ['Africa/Casablanca', '2026-01-01', 'back for Ramadan, forth after it'],
  ['Africa/Cairo', '2026-01-01', 'at midnight, on a Friday'],
  ['Asia/Beirut', '2026-01-01', 'at midnight'],
  ['Asia/Jerusalem', '2026-01-01', 'on a Friday'],
  ['Asia/Gaza', '2026-01-01', 'on a Saturday'],
  ['Asia/Tehran', '2022-01-01', 'at midnight, by the Persian year'],
  ['Antarctica/Troll', '2026-01-01', 'by two hours'],
  ['America/New_York', '2026-01-01', 'at two'],
  ['America/St_Johns', '2026-01-01', 'half an hour beside the others'],
  ['America/Havana', '2026-01-01', 'at midnight'],
  ['America/Sao_Paulo', '2018-06-01', 'at midnight, until 2019'],
  ['America/Santiago', '2026-01-01', 'at midnight'],
  ['America/Asuncion', '2024-01-01', 'at midnight, for the last time'],
  ['America/Nuuk', '2026-01-01', 'so that an evening ends early'],
  ['Australia/Lord_Howe', '2026-01-01', 'by half an hour'],
  ['Pacific/Apia', '2011-10-01', 'by a whole day, which its calendar lacks'],
  ['Pacific/Chatham', '2026-01-01', 'at a quarter to three: half past three is removed'],
];

/** The two next changes of a zone's clock from a day on. */
function changesOf(timeZone: string, from: string): Temporal.ZonedDateTime[] {
  const first = Temporal.PlainDate.from(from).toZonedDateTime(timeZone).getTimeZoneTransition('next');
  const second = first?.getTimeZoneTransition('next');
  return [first, second].filter((change) => change != null);
}

/** The local time in the middle of what a change removes or doubles, `HH:MM`. */
function middleOf(change: Temporal.ZonedDateTime): string {
  const before = change.subtract({ nanoseconds: 1 });
  const jump = (change.offsetNanoseconds - before.offsetNanoseconds) / 60e9;
  // the change shows the time after the jump: what it removes lies before that, what it doubles after it
  const wallMinutes = change.hour * 60 + change.minute - jump / 2;
  const minutes = (Math.floor(wallMinutes) + 1440) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

const QUARTER_MS = 15 * 60_000;
const WINDOW_MS = 40 * 3_600_000;

/** What a zone's clock shows between two moments, looked at each quarter of an hour: its dates, and each date's times. */
function clockFaces(timeZone: string, from: number, until: number): Map<string, Set<string>> {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const times = new Map<string, Set<string>>();
  for (let moment = from; moment <= until; moment += QUARTER_MS) {
    const [date = '', time = ''] = format.format(moment).split(' ');
    times.set(date, (times.get(date) ?? new Set()).add(time));
  }
  return times;
}

afterEach(() => {
  jest.useRealTimers();
});

/** Let a market live through a change of its clock, from 40 hours before it to 40 after. */
async function liveThrough(change: Temporal.ZonedDateTime, runAt: string) {
  const { timeZoneId: timeZone, epochMilliseconds } = change;
  const [from, until] = [epochMilliseconds - WINDOW_MS, epochMilliseconds + WINDOW_MS];
  const clock = openMarketClock({ timeZone, runAt }, new Date(from));
  await goOnUntil(new Date(until), clock.schedules).finally(clock.close);
  const faces = clockFaces(timeZone, from, until);
  const dates = [...faces.keys()];
  // of the first date and the last two it is not clear on which side of the window their runs lie
  const whole = dates.slice(1, -2);
  const removed = whole.filter((date) => !faces.get(dates[dates.indexOf(date) + 1] ?? '')?.has(runAt));
  const inside = clock.made.filter(({ asOf }) => whole.includes(asOf));
  const said = clock.said.filter((event) => 'asOf' in event.data && whole.includes(event.data.asOf));
  return { ...clock, whole, removed, inside, said };
}

describe.each(ZONES)('a market in %s (from %s on), where the clock changes %s', (timeZone, from) => {
  const cases = changesOf(timeZone, from).flatMap((change) =>
    ['03:30', middleOf(change)].map((runAt) => ({ change: String(change), runAt })),
  );

  test.each(cases)('runs once for each business day around $change at $runAt', async ({ change, runAt }) => {
    const lived = await liveThrough(Temporal.ZonedDateTime.from(change), runAt);

    expect(lived.whole.length).toBeGreaterThanOrEqual(1);
    expect(lived.inside.map(({ asOf }) => asOf)).toEqual(lived.whole);
    // the scheduler skips a time that was never shown, and the sweep starts that run; all others are the scheduler's
    expect(lived.inside.flatMap(({ asOf, by }) => (by === 'sweep' ? [asOf] : []))).toEqual(lived.removed);
    const firedOn = lived.fired.map((moment) => dateIn(timeZone, moment));
    expect(firedOn).toEqual([...new Set(firedOn)]);
    expect(lived.problems).toEqual([]);
    expect(lived.said).toEqual([]);
  });
});

const dateIn = (timeZone: string, moment: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(moment));

test('some of these changes remove the time of a run, and some double it', async () => {
  const spring = await liveThrough(Temporal.ZonedDateTime.from('2026-09-27T03:45[Pacific/Chatham]'), '03:30');
  const autumn = await liveThrough(
    Temporal.ZonedDateTime.from('2026-04-05T02:45:00+12:45[Pacific/Chatham]'),
    '03:30',
  );

  expect(spring.inside).toContainEqual({
    asOf: '2026-09-26',
    startedAt: expect.stringMatching(/^2026-09-26T16:05/),
    by: 'sweep',
  });
  expect(autumn.fired.filter((moment) => moment.startsWith('2026-04-04'))).toEqual(['2026-04-04T13:45:00Z']);
});

test('a machine that slept over a change makes the run once when it wakes', async () => {
  const clock = openMarketClock(
    { timeZone: 'Europe/Berlin', runAt: '02:30' },
    new Date('2026-03-27T12:00:00Z'),
  );

  try {
    jest.setSystemTime(new Date('2026-03-30T06:20:00Z'));
    await jest.advanceTimersByTimeAsync(30_000);
    await goOnUntil(new Date('2026-03-30T12:00:00Z'), clock.schedules);
  } finally {
    clock.close();
  }

  expect(clock.fired).toEqual(['2026-03-30T00:30:00Z']);
  expect(clock.made.filter(({ asOf }) => asOf === '2026-03-29')).toHaveLength(1);
});

test('a schedule that comes twice, a person and the sweep at one moment make one run', async () => {
  const clock = openMarketClock(
    { timeZone: 'Europe/Berlin', runAt: '03:30' },
    new Date('2026-01-05T02:50:00Z'),
  );

  try {
    const schedule = () =>
      clock.start(undefined, '{"merchant":"demo","market":"de","scheduledAt":"2026-01-05T02:30:00Z"}');
    await Promise.all([clock.runNow('2026-01-04'), clock.sweep(), clock.sweep(), schedule(), schedule()]);
    await jest.advanceTimersByTimeAsync(60_000);
    await Promise.all([clock.sweep(), schedule()]);
    await jest.advanceTimersByTimeAsync(60_000);
  } finally {
    clock.close();
  }

  expect(clock.made.map(({ asOf }) => asOf)).toEqual(['2026-01-04']);
});

test('a run that a person made too early is made again at the market’s time, after it and not beside it', async () => {
  const clock = openMarketClock(
    { timeZone: 'Europe/Berlin', runAt: '03:30' },
    new Date('2026-01-04T17:00:00Z'),
  );

  try {
    await clock.runNow('2026-01-04');
    await jest.advanceTimersByTimeAsync(60_000);
    await goOnUntil(new Date('2026-01-05T09:00:00Z'), clock.schedules);
  } finally {
    clock.close();
  }

  expect(clock.made.filter(({ asOf }) => asOf === '2026-01-04').map(({ by }) => by)).toEqual([
    'person',
    'schedule',
  ]);
});
