import { describe, expect, test } from '@jest/globals';
import { adjustedContestant, holdContest, uploadedContestant } from '../../../lib/forecasting/index.ts';
import { createRandom, standardNormal } from '../../../lib/numeric/index.ts';
import { aHistory, anEarlyForecast, COVER, rules } from './contest-room.ts';

const standingOf = (result: ReturnType<typeof holdContest>, name: string) => {
  const found = result.standings.find((standing) => standing.name === name);
  if (found === undefined) throw new Error(`no standing of ${name}`);
  return found;
};

describe('holdContest', () => {
  test('lets a forecaster that knows what comes, and that it does, serve whatever the demand', () => {
    let served = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const history = aHistory(seed);
      const { mean, ...made } = anEarlyForecast(history, (units) => units);
      const prophet = uploadedContestant('prophet', [
        { ...made, mean, quantiles: { p10: mean, p50: mean, p90: mean } },
      ]);

      const result = holdContest([prophet], history, rules);

      if (result.served === 'prophet') served++;
      const { valueAdded, spoken, reviews } = standingOf(result, 'prophet');
      expect([spoken, reviews]).toEqual([12, 12]);
      expect(valueAdded).toBeGreaterThan(0);
      expect(valueAdded).toBeCloseTo(
        standingOf(result, 'default').cost - standingOf(result, 'prophet').cost,
        6,
      );
      expect(result.reason).toMatch(/ serves: .*over 12 reviews/);
    }
    // where the default fared well by chance, twelve weeks prove nothing against it
    expect(served).toBeGreaterThanOrEqual(17);
  });

  test('finds out from its errors that a forecaster of means needs less stock', () => {
    const history = aHistory(2, { reviews: 26 });
    const prophet = uploadedContestant('prophet', [anEarlyForecast(history, (units) => units)]);

    const result = holdContest([prophet], history, rules);

    expect(result.spreads.prophet).toBeLessThan(0.4);
    expect(result.served).toBe('prophet');
  });

  test.each([0.02, 0.1, 0.4])('seldom takes noise of %s around the default for knowledge', (sd) => {
    const trials = 100;
    let taken = 0;
    for (let seed = 1; seed <= trials; seed++) {
      const random = createRandom(1000 + seed);
      const history = aHistory(seed);
      const noises = ['one', 'two', 'three'].map((name) =>
        uploadedContestant(name, [
          anEarlyForecast(history, () => Math.max(0, 20 * (1 + sd * standardNormal(random)))),
        ]),
      );
      if (holdContest(noises, history, rules).served !== 'default') taken++;
    }

    // one in twenty by design, and two standard errors of 100 trials
    expect(taken / trials).toBeLessThan(0.05 + 2 * Math.sqrt((0.05 * 0.95) / trials));
  });

  test('does not depend on the unit of demand, and costs grow with it', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const half = (scale: number) => {
        const history = aHistory(seed, { scale });
        const early = anEarlyForecast(history, (units, day) =>
          day < history.demand.length ? (units + 20 * scale) / 2 : 20 * scale,
        );
        return holdContest([uploadedContestant('half', [early])], history, rules);
      };

      const [once, thousandfold] = [half(1), half(1024)];

      expect(thousandfold.served).toBe(once.served);
      thousandfold.weights.forEach(({ weight }, place) => {
        expect(weight).toBeCloseTo(once.weights[place]?.weight ?? Number.NaN, 9);
      });
      expect(standingOf(thousandfold, 'half').valueAdded / standingOf(once, 'half').valueAdded).toBeCloseTo(
        1024,
        6,
      );
    }
  });

  test('gives nothing for a forecast that came with the demand or after it', () => {
    const history = aHistory(3);
    const late = uploadedContestant(
      'late',
      Array.from({ length: 12 }, (_, week) => ({
        ...anEarlyForecast(history, (units) => units),
        // on the first day of each review's steps: one day too late for it, and it says nothing of later ones
        madeIn: 7 * week,
        mean: Float64Array.from(history.demand, (units, day) =>
          day >= 7 * week && day < 7 * week + 1 ? units : Number.NaN,
        ),
      })),
    );

    const result = holdContest([late], history, rules);

    expect(standingOf(result, 'late')).toMatchObject({ spoken: 0, valueAdded: 0 });
    expect(standingOf(result, 'late').cost).toBe(standingOf(result, 'default').cost);
    expect(result.reason).toContain('nobody else had spoken in time');
  });

  test('counts the weeks with a word, and takes the default where there was none', () => {
    const history = aHistory(5);
    // from the eighth review on, knowing all
    const newcomer = uploadedContestant('newcomer', [
      { ...anEarlyForecast(history, (units) => units), madeIn: 7 * 8 - 1 },
    ]);

    const result = holdContest([newcomer], history, rules);

    expect(standingOf(result, 'newcomer')).toMatchObject({ spoken: 4, reviews: 12 });
    expect(result.served).toBe('default');
    expect(result.reason).toContain('newcomer had spoken in time for 4 reviews, too few');
  });

  test('keeps who has nothing to say of the days to come from serving', () => {
    const history = aHistory(5);
    const early = anEarlyForecast(history, (units) => units);
    const past = { ...early, mean: early.mean.subarray(0, history.demand.length) };

    const result = holdContest([uploadedContestant('past', [past])], history, rules);

    expect(standingOf(result, 'past').valueAdded).toBeGreaterThan(0);
    expect(result.served).toBe('default');
  });

  test('values what a person changed: knowing of a rush helps, fear of one does not', () => {
    const history = aHistory(7);
    const rush = Array.from({ length: 12 }, (_, week) => ({ from: 7 * week + 14, to: 7 * week + 20 }));
    const demand = history.demand.map((units, day) => (day >= 14 && day < 98 ? units + 15 : units));
    const adjustments = rush.map((days) => ({ ...days, madeIn: -1, unitsPerStep: 35 }));
    const ahead = { from: demand.length, to: demand.length + 6, madeIn: -1, factor: 1.2 };

    const knowing = holdContest(
      [adjustedContestant('person', [...adjustments, ahead])],
      { ...history, demand },
      rules,
    );
    const fearful = holdContest([adjustedContestant('person', [...adjustments, ahead])], history, rules);

    expect(['person', 'blend']).toContain(knowing.served);
    expect(standingOf(knowing, 'person').valueAdded).toBeGreaterThan(0);
    expect(fearful.served).toBe('default');
    expect(standingOf(fearful, 'person').valueAdded).toBeLessThan(0);
  });

  test('blends where the blend is beyond chance and nobody cheaper is', () => {
    let blended = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const history = aHistory(seed, { reviews: 26 });
      const random = createRandom(seed);
      const noisy = (name: string) => {
        const errors = Float64Array.from({ length: 40 }, () => 6 * standardNormal(random));
        return uploadedContestant(name, [
          anEarlyForecast(history, (units, day) => Math.max(0, units + errors[Math.floor(day / 7)]!)),
        ]);
      };

      const result = holdContest([noisy('one'), noisy('two')], history, rules);

      if (result.served !== 'blend') continue;
      blended++;
      const { valueAdded, standardError } = standingOf(result, 'blend');
      expect(valueAdded).toBeGreaterThan(1.7 * standardError);
      expect(Math.min(...result.weights.map(({ weight }) => weight))).toBeGreaterThan(0);
      expect(result.weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    }
    expect(blended).toBeGreaterThan(4);
  });

  test('answers without a single review, and refuses two of one name and reviews that do not fit', () => {
    const history = aHistory(1);
    const one = uploadedContestant('one', []);

    expect(holdContest([one], { ...history, reviews: [] }, rules).served).toBe('default');
    expect(() => holdContest([one, one], history, rules)).toThrow('two contestants are called one');
    expect(() => holdContest([uploadedContestant('blend', [])], history, rules)).toThrow('called blend');
    expect(() =>
      holdContest([one], { ...history, demand: history.demand.subarray(0, COVER) }, rules),
    ).toThrow('are not in a history of 21');
  });
});
