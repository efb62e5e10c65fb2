import { describe, expect, test } from '@jest/globals';
import { addDays, type PolicyRow, type PricePriors, type PriceTest } from '../../lib/domain/index.ts';
import { createRandom, samplePoisson } from '../../lib/numeric/index.ts';
import { DEFAULT_RULES, type LearntPolicy, learnPolicy, recommend } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { aForecast, aSeries, asOf, euro, someSettings } from './a-series.ts';

const priceTests = { share: 0.25, largestStep: 0.05 };
const rules = { ...DEFAULT_RULES, priceTests };
/** Forty weeks with three price moves and demand that wavers, so that the answer to price is in doubt; plenty on the shelf. */
function aTestable(changes: Parameters<typeof aSeries>[0] = {}) {
  const random = createRandom(3);
  const demand = Array.from({ length: 280 }, () => Math.floor(25 * random() ** 1.5));
  const priceSteps: [number, number][] = [
    [0, 10 * euro],
    [70, 9.8 * euro],
    [140, 10.2 * euro],
    [210, 10 * euro],
  ];
  const groups = [{ priceGroup: '', demand, priceSteps }];
  const stock = { onHand: 400, onOrder: 0, reserved: 0, asOf };
  return aSeries({ start: addDays(asOf, -279), demand, groups, stock, ...changes });
}

type Changes = Parameters<typeof someSettings>[0];
type Row = PolicyRow & { kind: 'ready' };
function learn(settings: Changes = {}, series = aTestable()): LearntPolicy & { document: Row } {
  const learnt = learnPolicy(
    series,
    aForecast(),
    aMarket(),
    someSettings({ mayTest: true, rules, ...settings }),
  );
  if (learnt.document.kind !== 'ready') throw new Error(`a policy was expected: ${learnt.document.detail}`);
  return { ...learnt, document: learnt.document };
}

/** Nights of a year, a seed each a SKU of its own. */
const nights = (count: number) =>
  Array.from({ length: count }, (_, place) => learn({ seed: place * 28, asOf: dayOfBlock(0) }));

/** A date on which a SKU of seed 0, 28, 56 … is so many days into its block: 1970-01-01 begins one. */
function dayOfBlock(day: number): string {
  const first = 19_880; // a multiple of 28: 2024-06-06
  return addDays('1970-01-01', first + day);
}
const priorsWith = (tests: PriceTest[]): PricePriors => ({
  runId: 'de-1',
  market: 'de',
  asOf: '2024-06-05',
  all: null,
  categories: [],
  tests,
});

describe('a night that may test prices', () => {
  test('draws tests as often as it logs: half the SKUs are in a testing fortnight, and every chance is kept to', () => {
    const learnt = nights(120);
    const drawn = new Map<number, number>();
    const expected = new Map<number, number>();
    const variance = new Map<number, number>();
    for (const { prices } of learnt)
      for (const { unitPriceMicros, chance, proposed } of prices) {
        drawn.set(unitPriceMicros, (drawn.get(unitPriceMicros) ?? 0) + (proposed ? 1 : 0));
        expected.set(unitPriceMicros, (expected.get(unitPriceMicros) ?? 0) + chance);
        variance.set(unitPriceMicros, (variance.get(unitPriceMicros) ?? 0) + chance * (1 - chance));
      }

    for (const [price, count] of drawn)
      expect(Math.abs(count - expected.get(price)!)).toBeLessThanOrEqual(
        3.3 * Math.sqrt(variance.get(price)!) + 1e-9,
      );
    expect(learnt.filter(({ test: placed }) => placed !== null).length).toBeGreaterThan(20);
  });

  test('logs chances that sum to 1 for every SKU, tested or not', () => {
    for (const { prices } of nights(40)) {
      expect(prices.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 12);
      const proposed = prices.filter((price) => price.proposed);
      expect(proposed).toHaveLength(1);
      expect(proposed[0]!.chance).toBeGreaterThan(0);
    }
  });

  test('never draws a price beyond the rule’s step, the floor or the ceiling', () => {
    const product = {
      ...aSeries().product,
      floorPriceMicros: 9.6 * euro,
      ceilingPriceMicros: 10.3 * euro,
    };
    for (let seed = 0; seed < 30; seed++) {
      const { prices, document } = learn({ seed: seed * 28, asOf: dayOfBlock(0) }, aTestable({ product }));
      for (const { unitPriceMicros, chance } of prices.filter((price) => price.chance > 0)) {
        expect(unitPriceMicros).toBeGreaterThanOrEqual(9.6 * euro);
        expect(unitPriceMicros).toBeLessThanOrEqual(10.3 * euro);
        expect(chance).toBeLessThanOrEqual(1);
      }
      if (document.priceTest !== undefined)
        expect(Math.abs(document.priceTest.priceMicros / (10 * euro) - 1)).toBeLessThanOrEqual(0.05 + 1e-9);
    }
  });

  test('goes at most one rung beyond the prices tried', () => {
    const series = aTestable();
    const groups = [{ ...series.groups[0]!, priceSteps: [[0, 10 * euro]] as [number, number][] }];
    for (let seed = 0; seed < 30; seed++) {
      const { document } = learn({ seed: seed * 28, asOf: dayOfBlock(0) }, { ...series, groups });
      // rungs lie 2.5 % apart, and only 10.00 was ever charged
      if (document.priceTest !== undefined)
        expect([9.75 * euro, 10.25 * euro]).toContain(document.priceTest.priceMicros);
    }
  });

  test('gives the same test whenever the night is run again', () => {
    const first = tested();

    expect(learn({ seed: first.seed, asOf: dayOfBlock(0) })).toEqual(first.learnt);
  });

  test('says in the answer what is tested, until when and at what cost', () => {
    const { learnt } = tested();
    const { document } = learnt;
    const { priceMicros, until } = document.priceTest!;

    const answer = recommend(document, { market: 'de', query: {}, now: '2024-06-06T05:00:00Z', guardPrice });

    expect(until).toBe(dayOfBlock(13));
    expect(answer).toMatchObject({ proposal: { price: { micros: priceMicros } } });
    const reason = answer.reasons.find(({ code }) => code === 'priceTest');
    expect(reason?.text).toContain(`until ${until}, to learn how demand answers to the price`);
    expect(reason?.text).toMatch(/expected to cost \d+\.\d\d EUR, and costs at most \d+\.\d\d EUR in nine/);
  });

  test('proposes no test where the live price leaves no room for it', () => {
    const { learnt } = tested();
    const query = { price: 20 };

    const answer = recommend(learnt.document, {
      market: 'de',
      query,
      now: '2024-06-06T05:00:00Z',
      guardPrice,
    });

    expect(answer.reasons.some(({ code }) => code === 'priceTest')).toBe(false);
  });
});

/** A SKU whose first night of a block begins a test. */
function tested() {
  for (let seed = 0; ; seed += 28) {
    const learnt = learn({ seed, asOf: dayOfBlock(0) });
    if (learnt.test !== null) return { seed, learnt, held: learnt.test };
  }
}

describe('a price test under way', () => {
  const { seed, held } = tested();
  const on = (day: number, settings: Changes = {}, series = aTestable()) =>
    learn({ seed, asOf: dayOfBlock(day), priors: priorsWith([held]), ...settings }, series);

  test('holds its price for a fortnight and logs the chances of its draw', () => {
    for (const day of [1, 7, 13]) {
      const { document, prices, test: kept } = on(day);
      expect(document.priceTest).toMatchObject({ priceMicros: held.priceMicros, until: dayOfBlock(13) });
      expect(prices.filter(({ priceTest }) => priceTest)).toMatchObject([
        { unitPriceMicros: held.priceMicros },
      ]);
      for (const { priceMicros, chance } of held.chances)
        expect(prices.find(({ unitPriceMicros }) => unitPriceMicros === priceMicros)?.chance).toBe(chance);
      expect(kept).toEqual(held);
    }
  });

  test('rests for the fortnight after it, and may then be drawn again', () => {
    for (const day of [14, 20, 27]) {
      const { document, test: kept } = on(day);
      expect(document.priceTest).toBeUndefined();
      expect(kept).toEqual(held);
    }
    expect(on(28).test).not.toEqual(held);
    expect(held.until).toBe(dayOfBlock(13));
  });

  test('goes back to the price before it where it has taught nothing to stay for', () => {
    const series = aTestable();
    const product = { ...series.product, listPriceMicros: held.priceMicros };
    const priceList = [{ priceGroup: '', minQuantity: 1, unitPriceMicros: held.priceMicros }];
    // a history that shows no answer to price: the policy itself would keep whatever price there is
    const flat = {
      ...series,
      product,
      priceList,
      groups: [{ ...series.groups[0]!, priceSteps: [[0, held.priceMicros]] as [number, number][] }],
    };

    const { document } = on(15, {}, flat);

    expect(document.priceTest).toMatchObject({ priceMicros: held.baseMicros, returns: true, chance: 1 });
    const answer = recommend(document, { market: 'de', query: {}, now: '2024-06-21T05:00:00Z', guardPrice });
    expect(answer.reasons.find(({ code }) => code === 'priceTest')?.text).toContain('The price test is over');
  });

  test('ends where recommendations are off or killed, and where the rules ask for none', () => {
    expect(on(3, { mayTest: false }).document.priceTest).toBeUndefined();
    expect(on(3, { rules: DEFAULT_RULES }).document.priceTest).toBeUndefined();
  });
});

describe('no price is tested', () => {
  const noneOf = (settings: Changes, series = aTestable()) => {
    for (let seed = 0; seed < 20; seed++) {
      const {
        document,
        prices,
        test: placed,
      } = learn({ seed: seed * 28, asOf: dayOfBlock(0), ...settings }, series);
      expect(document.priceTest).toBeUndefined();
      expect(placed).toBeNull();
      expect(prices.filter(({ chance }) => chance > 0)).toHaveLength(1);
    }
  };

  test('by default', () => noneOf({ rules: DEFAULT_RULES }));
  test('where recommendations are off or killed', () => noneOf({ mayTest: false }));
  test('in the second fortnight of a block', () => noneOf({ asOf: dayOfBlock(14) }));
  test('where the shelf is too empty to tell', () =>
    noneOf({}, aTestable({ stock: { onHand: 20, onOrder: 500, reserved: 0, asOf } })));
  test('where the price has no margin', () =>
    noneOf(
      {},
      aTestable({
        product: { ...aSeries().product, landedCostMicros: 9.99 * euro, unitCostMicros: 9.99 * euro },
      }),
    ));
});

describe('tests that are charged', () => {
  const truth = -3;

  test('teach how demand answers, where the price never moved before', () => {
    const random = createRandom(8);
    const demand: number[] = [];
    const priceSteps: [number, number][] = [];
    let price = 10 * euro;
    const trade = (days: number, micros: number) => {
      if (micros !== price || demand.length === 0) priceSteps.push([demand.length, micros]);
      price = micros;
      for (let day = 0; day < days; day++)
        demand.push(samplePoisson(random, 12 * (micros / (10 * euro)) ** truth));
    };
    const night = (block: number) => {
      const today = addDays(dayOfBlock(0), block * 28);
      const current = { listPriceMicros: price };
      const series = aTestable({
        start: addDays(today, 1 - demand.length),
        demand: [...demand],
        groups: [{ priceGroup: '', demand: [...demand], priceSteps: [...priceSteps] }],
        priceList: [{ priceGroup: '', minQuantity: 1, unitPriceMicros: price }],
        product: { ...aSeries().product, ...current },
      });
      const always = { ...DEFAULT_RULES, priceTests: { share: 0.5, largestStep: 0.1 } };
      return learn({ seed: 28 * 7, asOf: today, rules: always }, series);
    };

    trade(40 * 7, price);
    const before = night(0).document.demand;
    for (let block = 0; block < 6; block++) {
      const { document } = night(block);
      trade(14, document.priceTest?.priceMicros ?? price);
      trade(14, 10 * euro);
    }
    const after = night(6).document;

    expect(after.evidence.priceMoves).toBeGreaterThanOrEqual(4);
    expect(after.demand.elasticityStandardError).toBeLessThan(0.75 * before.elasticityStandardError);
    expect(Math.abs(after.demand.elasticity - truth)).toBeLessThan(
      2.5 * after.demand.elasticityStandardError,
    );
  });
});
