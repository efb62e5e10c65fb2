import { describe, expect, test } from '@jest/globals';
import {
  applyScenario,
  type ChosenForecast,
  changeEffects,
  forecast,
  scenarioFactors,
} from '../../../lib/forecasting/index.ts';
import { createRandom, sampleNegativeBinomial } from '../../../lib/numeric/index.ts';

const WEEKS = 90;
const HORIZON = 16;
/** The first step is week 35 of the year, so week 40 is step 5. */
const WEEK_40 = 5;

/** Weeks of demand with elasticity −2 around 200 units at 10. */
function weeklyForecast(): { found: ChosenForecast; ask: (price: Float64Array) => ChosenForecast } {
  const random = createRandom(7);
  const price = Float64Array.from({ length: WEEKS + HORIZON }, (_, week) =>
    week >= WEEKS ? 10 : [9, 10, 11, 10, 9.5, 10][Math.floor(week / 8) % 6]!,
  );
  price[WEEKS - 1] = 10;
  const units = Float64Array.from({ length: WEEKS }, (_, week) =>
    sampleNegativeBinomial(random, 200 * (price[week]! / 10) ** -2, 60),
  );
  const ask = (values: Float64Array) =>
    forecast(units, {
      horizon: HORIZON,
      period: 1,
      covariates: [
        { name: 'price', kind: 'price', values },
        {
          name: 'fair',
          kind: 'event',
          values: Float64Array.from({ length: WEEKS + HORIZON }, (_, week) => (week % 30 === 4 ? 1 : 0)),
        },
      ],
    });
  return { found: ask(price), ask };
}

describe('applyScenario', () => {
  const { found, ask } = weeklyForecast();
  const elasticity = found.futures!.effects[0]!.coefficient;

  test('answers "what if the price is 5 % lower in week 40" in one call', () => {
    const cheaper = applyScenario(found, [{ name: 'price', change: -0.05, from: WEEK_40, to: WEEK_40 }]);

    expect(Math.abs(elasticity + 2)).toBeLessThan(0.5);
    cheaper.mean.forEach((units, week) => {
      const factor = week === WEEK_40 ? 0.95 ** elasticity : 1;
      expect(units / found.mean[week]!).toBeCloseTo(factor, 6);
    });
    expect(cheaper.parts.events[WEEK_40]).toBeCloseTo(cheaper.mean[WEEK_40]! - found.mean[WEEK_40]!, 6);
  });

  test('says what a forecast made with that price says', () => {
    const price = new Float64Array(WEEKS + HORIZON);
    price.set(
      Array.from({ length: WEEKS }, (_, week) => [9, 10, 11, 10, 9.5, 10][Math.floor(week / 8) % 6]!),
    );
    price[WEEKS - 1] = 10;
    price.fill(10, WEEKS).fill(9.5, WEEKS + 2, WEEKS + 6);

    const refitted = ask(price);
    const scenario = applyScenario(found, [{ name: 'price', value: 9.5, from: 2, to: 5 }]);

    expect(scenario.mean).toEqual(refitted.mean);
    expect(scenario.intervals).toEqual(refitted.intervals);
    expect(scenario.distribution).toEqual(refitted.distribution);
  });

  test('is the same forecast without a change, and after a change is undone, also read back from JSON', () => {
    const stored: ChosenForecast = JSON.parse(JSON.stringify(found));
    const there = applyScenario(stored, [{ name: 'fair', value: 1, from: 0, to: 3 }]);

    expect(applyScenario(stored, []).mean).toEqual(found.mean);
    expect(applyScenario(there, [{ name: 'fair', value: 0, from: 0, to: 3 }]).intervals).toEqual(
      found.intervals,
    );
  });

  test('refuses what the forecast does not know, weeks that are not forecast, and a price of nothing', () => {
    const change = (name: string, from: number, to: number) => () =>
      applyScenario(found, [{ name, change: -1, from, to }]);

    expect(change('weather', 0, 1)).toThrow('it knows: price, fair');
    expect(change('price', 3, 16)).toThrow('the steps 3 to 16');
    expect(change('price', 3, 2)).toThrow('the steps 3 to 2');
    expect(change('price', 0, 0)).toThrow('price cannot be 0');
    expect(() => applyScenario(forecast([1, 2, 3], { horizon: 2, period: 1 }), [])).toThrow(
      'without covariates',
    );
  });
});

describe('scenarioFactors', () => {
  test('tells by how much the figures of a stored forecast change, and how surely', () => {
    const { effects } = weeklyForecast().found.futures!;

    const factors = scenarioFactors(
      effects,
      changeEffects(effects, [{ name: 'price', change: 0.1, from: 1, to: 1 }]),
    );

    const { coefficient, standardError } = effects[0]!;
    expect(factors[1]!.factor).toBeCloseTo(1.1 ** coefficient, 10);
    expect(factors[1]!.sd).toBeCloseTo(standardError * Math.log(1.1), 10);
    expect(factors[0]).toEqual({ factor: 1, sd: 0 });
  });
});
