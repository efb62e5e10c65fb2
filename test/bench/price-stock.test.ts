import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { solvePriceStock, trainPriceStock } from './price-stock.ts';
import type { TrueDemand } from './price-stock-demand.ts';
import { buildProcess, layoutOf, type PriceStockSpec } from './price-stock-process.ts';

type Instance = PriceStockSpec & {
  id: string;
  gamma: number;
  demand: TrueDemand;
  start: { onHand: number; price: number; regime: number[] };
};

const folder = `${process.env.TRADEWIND_SHARED ?? '../shared'}/bench/pricing`;
const isThere = existsSync(`${folder}/instances.json`);
if (!isThere) console.log(`skipped: the exact optima of the price/stock instances need ${folder}`);
const read = (name: string) => (isThere ? JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) : undefined);
const all: Instance[] = read('instances.json') ?? [];
/** One of each kind: immediate delivery, back-orders with a pipeline, a season that ends; all of them in the full run. */
const sample = ['steady-lost-L0', 'backlog-L2', 'clearance-12w'];
const instances = all.filter(({ id }) => process.env.TRADEWIND_FULL !== undefined || sample.includes(id));
const optima: Record<string, { optimum: number }> = read('optimum.json') ?? {};
const known = isThere ? test : test.skip;

function aSpec(): PriceStockSpec & { demandPhases: number } {
  return {
    moqPacks: 1,
    backlog: false,
    maxPriceStep: 1,
    leadTime: 1,
    cap: 8,
    pack: 2,
    maxPacks: 2,
    prices: [0.9, 1, 1.1],
    refPrice: 10,
    unitCost: 6,
    orderCost: 2,
    holding: 0.1,
    stockout: 1,
    priceChange: 0.5,
    transition: [[1]],
    demandPhases: 1,
  };
}

describe('solvePriceStock', () => {
  known('reaches the exact optimum of the instances', () => {
    for (const instance of instances) {
      const { value } = solvePriceStock(instance);
      const { encode } = layoutOf(instance, instance.demand.mu.length);
      const { onHand, price, regime } = instance.start;
      const worth = regime.reduce(
        (sum, chance, phase) => sum + chance * (value[encode({ phase, price, pipe: 0, stock: onHand })] ?? 0),
        0,
      );

      expect(worth / (optima[instance.id]?.optimum ?? Number.NaN)).toBeCloseTo(1, 4);
    }
  });
});

describe('trainPriceStock', () => {
  const weeks = [0, 1, 2, 1].map((price, i) => ({
    regime: 0,
    price,
    rel: [0.9, 1, 1.1][price] ?? 1,
    sold: [4, 3, 2, 3][i] ?? 0,
    censored: false,
    available: 8,
  }));

  test('names an allowed action for every state, from history alone', () => {
    const spec = aSpec();
    const environment = {
      reset: () => ({ observation: 0 }),
      step: () => {
        throw new Error('no live week was granted');
      },
    };

    const { policy } = trainPriceStock(environment, { seed: 1, steps: 0, gamma: 0.95, history: weeks, spec });

    const model = buildProcess(spec, [spec.prices.map(() => Float64Array.of(0.5, 0.5))]);
    for (let state = 0; state < model.states; state++) {
      const k = state * model.actions + policy(state);
      expect(model.offsets[k + 1]).toBeGreaterThan(model.offsets[k] ?? 0);
    }
  });

  test('trades no more live weeks than it is granted', () => {
    let steps = 0;
    const environment = {
      reset: () => ({ observation: 4 }),
      step: () => {
        steps++;
        const info = { regime: 0, price: 1, sold: 3, censored: false, available: 8 };
        return { observation: 4 + 9, terminated: false, truncated: steps % 10 === 0, info };
      },
    };

    trainPriceStock(environment, { seed: 1, steps: 30, gamma: 0.95, history: weeks, spec: aSpec() });

    expect(steps).toBe(30);
  });
});
