import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { dayBegins, dueRunOf, newestDueRun, standsFor } from '../../lib/domain/index.ts';

const clock = (timeZone: string, runAt = '03:30') => ({ timeZone, runAt });

describe('newestDueRun', () => {
  test.each([
    // an ordinary day, a second before and at its time
    [clock('Europe/Berlin'), '2026-01-05T02:29:59Z', '2026-01-04T02:30:00Z', '2026-01-03'],
    [clock('Europe/Berlin'), '2026-01-05T02:30:00Z', '2026-01-05T02:30:00Z', '2026-01-04'],
    // Chatham jumps from 2:45 to 3:45: half past three is due as much later as the clock jumps
    [clock('Pacific/Chatham'), '2026-09-27T00:00:00Z', '2026-09-26T14:45:00Z', '2026-09-26'],
    // and shows it twice in autumn: the first counts, at the second nothing new is due
    [clock('Pacific/Chatham'), '2026-04-04T13:45:00Z', '2026-04-04T13:45:00Z', '2026-04-04'],
    [clock('Pacific/Chatham'), '2026-04-04T14:45:00Z', '2026-04-04T13:45:00Z', '2026-04-04'],
    // Lord Howe moves by half an hour
    [clock('Australia/Lord_Howe', '02:15'), '2026-10-04T00:00:00Z', '2026-10-03T15:45:00Z', '2026-10-03'],
    // Havana's day begins at one
    [clock('America/Havana', '00:30'), '2026-03-08T12:00:00Z', '2026-03-08T05:30:00Z', '2026-03-07'],
    // Nuuk's 23:00 became the next day's midnight: 23:30 is due while it is still that day
    [clock('America/Nuuk', '23:30'), '2024-03-31T02:00:00Z', '2024-03-31T00:30:00Z', '2024-03-29'],
    // Samoa had no 30 December 2011: the next run stands for the 29th
    [clock('Pacific/Apia'), '2011-12-30T13:29:59Z', '2011-12-29T13:30:00Z', '2011-12-28'],
    [clock('Pacific/Apia'), '2011-12-30T13:30:00Z', '2011-12-30T13:30:00Z', '2011-12-29'],
    [clock('Pacific/Apia'), '2011-12-31T13:30:00Z', '2011-12-31T13:30:00Z', '2011-12-31'],
  ])('of %o at %s was due at %s for %s', (market, now, dueAt, asOf) => {
    expect(newestDueRun(market, now)).toEqual({ dueAt, asOf });
  });
});

describe('dueRunOf', () => {
  test('names the same run for both moments of a time that autumn doubles', () => {
    const first = dueRunOf(clock('Pacific/Chatham'), '2026-04-04T13:45:00Z');
    const second = dueRunOf(clock('Pacific/Chatham'), '2026-04-04T14:45:00Z');

    expect(second).toEqual(first);
  });
});

describe('standsFor', () => {
  test.each([
    ['2026-01-05T02:30:00Z', true],
    ['2026-01-05T02:30:00.001Z', true],
    ['2026-01-05T02:29:59.999Z', false],
    ['2026-01-05T03:30:01+01:00', true],
  ])('says of a run begun at %s whether it is the one that was due at 2:30: %s', (startedAt, expected) => {
    expect(standsFor({ startedAt }, { dueAt: '2026-01-05T02:30:00Z' })).toBe(expected);
  });
});

/** A moment within three days of a change of a zone's clock, or any moment where the zone has none after it. */
const nearAChange = fc
  .record({
    timeZone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
    year: fc.integer({ min: 1990, max: 2040 }),
    hours: fc.integer({ min: -72, max: 72 }),
    minutes: fc.integer({ min: 0, max: 1439 }),
  })
  .map(({ timeZone, year, hours, minutes }) => {
    const january = Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(timeZone);
    const { epochMilliseconds } = january.getTimeZoneTransition('next') ?? january;
    const runAt = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    return { timeZone, runAt, from: epochMilliseconds + hours * 3_600_000 };
  });

/** The dates that a zone's calendar shows from a moment on for five days, each with a moment in it. */
function datesFrom(timeZone: string, from: number): [date: string, moment: string][] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone });
  const moments = Array.from({ length: 120 }, (_, hour) => from + hour * 3_600_000);
  const dates = new Map(moments.map((moment) => [format.format(moment), new Date(moment).toISOString()]));
  return [...dates];
}

test('in any zone, near any change and at any time of day, each date that there was has one run, in its order', () => {
  fc.assert(
    fc.property(nearAChange, ({ timeZone, runAt, from }) => {
      const market = clock(timeZone, runAt);
      const dates = datesFrom(timeZone, from);
      const due = dates.map(([, moment]) => dueRunOf(market, moment));
      const secondBefore = (moment: string) => new Date(Date.parse(moment) - 1000).toISOString();
      const dateOf = (moment: string) =>
        new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(moment));

      for (const [place, { dueAt, asOf }] of due.entries()) {
        // it is due on its day, stands for the date before, and whoever asks at its moment means the same run
        expect(dateOf(dueAt)).toBe(dates[place]?.[0]);
        if (place > 0) expect(asOf).toBe(dates[place - 1]?.[0]);
        expect(dueRunOf(market, dueAt)).toEqual({ dueAt, asOf });
        expect(newestDueRun(market, dueAt)).toEqual({ dueAt, asOf });
        if (place > 0) expect(newestDueRun(market, secondBefore(dueAt))).toEqual(due[place - 1]);
      }
    }),
    { seed: 1, numRuns: process.env.TRADEWIND_FULL === undefined ? 150 : 2000 },
  );
});

describe('dayBegins', () => {
  test.each([
    ['Europe/Berlin', '2026-01-01', '2025-12-31T23:00:00Z'],
    ['Asia/Tokyo', '2026-01-01', '2025-12-31T15:00:00Z'],
    ['America/Los_Angeles', '2026-07-01', '2026-07-01T07:00:00Z'],
    // the clock jumps from midnight to one: the day begins at one
    ['America/Asuncion', '2024-10-06', '2024-10-06T04:00:00Z'],
  ])('of %s on %s is %s', (timeZone, day, begins) => {
    expect(dayBegins(timeZone, day)).toBe(begins);
  });
});
