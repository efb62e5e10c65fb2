import {
  type AfterstateModel,
  expandAfterstates,
  solveAfterstates,
  valueIteration,
} from '../../lib/learning/index.ts';
import { fitProcess, type ProcessFacts } from '../../lib/operations/fit-process.ts';
import { learnTable, type PolicyRules, priceStockStages, steadyDemand } from '../../lib/operations/index.ts';
import { gainsByLevel } from '../../lib/operations/policy-gain.ts';
import { practiceByPhase } from '../../lib/operations/practice-policy.ts';

const EURO = 1_000_000;
const RUNS = 20;
const DISCOUNT = 0.995;

/** A SKU of 1,125 states × 30 actions: nine demand phases, 25 stock levels, five prices and six orders. */
export function aSkuAhead(rules: PolicyRules, phases: 'season' | 'steady', levels = 25): ProcessFacts {
  const own = { mean: 10, variance: 25 };
  const none = { mean: 0, variance: 0 };
  const daily = Array.from({ length: 56 }, (_, day) => 10 + 8 * Math.sin(day / 15));
  const elasticities = Array.from({ length: 64 }, (_, i) => -1.4 - i / 60);
  return {
    own,
    others: none,
    ahead: {
      own: phases === 'season' ? { daily, beyond: 8, dispersion: 2.5 } : steadyDemand(own),
      others: steadyDemand(none),
    },
    endDays: null,
    ways: [{ share: 1, elasticity: -2, knot: null, change: 0 }],
    draws: elasticities.map((elasticity) => ({ share: 1, elasticity, knot: null, change: 0 })),
    unitCost: 6,
    leadTime: { meanDays: 14, sdDays: 2 },
    ladder: { priceMicros: [9, 9.5, 10, 10.5, 11].map((price) => price * EURO), today: 2, warnings: [] },
    currentMicros: 10 * EURO,
    grid: { lotUnits: 600 / levels, levels, orderUnits: [0, 72, 144, 216, 288, 360] },
    rules,
    currency: 'EUR',
  };
}

/** Print how many SKUs a second of processor time takes, from fitted demand to solved Q, practice and gains valued. */
export function reportSpeed(rules: PolicyRules): void {
  for (const [name, phases, levels] of [
    ['9 phases × 25 levels × 5 prices', 'season', 25],
    ['200 levels × 5 prices, steady', 'steady', 200],
  ] as const) {
    const facts = aSkuAhead(rules, phases, levels);
    solveNight(facts);
    const ms = cpuMsOf(() => solveNight(facts));
    console.log(`${name} × 30 actions: ${ms.toFixed(1)} ms CPU a SKU, ${(1000 / ms).toFixed(0)} a second`);
  }
  const stage = priceStockStages(fitProcess(aSkuAhead(rules, 'steady', 200))).stages[0];
  if (stage !== undefined) reportRatio(stage);
}

function solveNight(facts: ProcessFacts): void {
  const fitted = fitProcess(facts);
  const rule = { reorderPoint: 260, orderUpTo: 470, packSize: 12, minimumOrderUnits: 24 };
  const practice = practiceByPhase(facts, fitted.phases, rule);
  const learnt = learnTable(priceStockStages(fitted), practice, { discount: DISCOUNT });
  gainsByLevel(facts, { practice, learnt, discount: DISCOUNT }, facts.currency);
}

/** The same process solved on afterstates and pair by pair, in one run. */
function reportRatio(stage: AfterstateModel): void {
  const exact = { discount: DISCOUNT, tolerance: 1e-3 };
  const model = expandAfterstates(stage);
  const factored = cpuMsOf(() => solveAfterstates(stage, exact));
  const full = cpuMsOf(() => valueIteration(model, exact));
  console.log(
    `solving 1,000 states × 30 actions: ${factored.toFixed(1)} ms CPU on afterstates, ` +
      `${full.toFixed(1)} ms pair by pair (${(full / factored).toFixed(1)} ×)`,
  );
}

function cpuMsOf(run: () => unknown): number {
  const from = process.cpuUsage();
  for (let i = 0; i < RUNS; i++) run();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000 / RUNS;
}
