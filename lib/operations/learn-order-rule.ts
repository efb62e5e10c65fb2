import type { ForecastDocument, Market, PolicyDocument, PolicyRow, SeriesRecord } from '../domain/index.ts';
import { solveStages } from '../learning/index.ts';
import type { AnswerWay } from './demand-answer.ts';
import { fitProcess } from './fit-process.ts';
import { learnPolicy } from './learn-policy.ts';
import { toleranceOf } from './learn-table.ts';
import { gatherParts } from './plain-parts.ts';
import { plainRow } from './plain-policy.ts';
import type { PolicySettings } from './policy-settings.ts';
import { priceLadder } from './price-ladder.ts';
import type { StockGrid } from './price-stock-grid.ts';
import { priceStockStages } from './price-stock-model.ts';
import { processFacts, reviewDiscount } from './process-facts.ts';

/** At today's price demand is today's, however it answers to others. */
const UNMOVED: readonly AnswerWay[] = [{ share: 1, elasticity: -1, knot: null, change: 0 }];

/**
 * Learn what to order at today's price, and nothing else: the orders are those of `learnPolicy` where no step of the price is allowed.
 * How demand answers to price, gains, tests, the audit's table and the price log are left out; they take most of a policy's time.
 *
 * @param settings.rules - with a `largestStep` of 0
 * @returns a row to order by (`proposeAction`); its figures of demand and gain are the plain policy's. Or what is missing
 */
export function learnOrderRule(
  series: SeriesRecord,
  forecast: ForecastDocument | undefined,
  market: Market,
  settings: PolicySettings,
): PolicyDocument {
  const gathered = gatherParts(series, forecast, market, settings);
  if (gathered.kind === 'lacking') return gathered.document;
  const { parts } = gathered;
  const { learning, ...row } = plainRow(parts);
  if (!settings.rules.learning) return { ...row, learning };
  const { currentMicros, limits } = parts.facts;
  const { guardPrice } = settings;
  const ladder = priceLadder(currentMicros, { limits, currency: market.currency, guardPrice });
  // limits that today's price breaks move it after all, and demand answers
  if (ladder.priceMicros.length > 1 || ladder.priceMicros[0] !== currentMicros)
    return learnPolicy(series, forecast, market, settings).document;
  const process = processFacts(parts, { ladder, ways: UNMOVED });
  const stages = priceStockStages(fitProcess(process));
  const exact = { discount: reviewDiscount(settings.rules), tolerance: toleranceOf(stages) };
  return { ...row, ...ordersOf(process.grid, solveStages(stages, exact).q) };
}

/** Cut the best order of each stock level out of the table of one price. */
function ordersOf(
  { lotUnits, levels, orderUnits }: StockGrid,
  q: Float64Array,
): Pick<PolicyRow, 'lotUnits' | 'stockLevels' | 'actions' | 'top'> {
  const orders = orderUnits.length;
  const best = (level: number): [number, number] => {
    let chosen = 0;
    for (let order = 1; order < orders; order++)
      if (q[level * orders + order]! > q[level * orders + chosen]!) chosen = order;
    return [chosen, q[level * orders + chosen]!];
  };
  return {
    lotUnits,
    stockLevels: levels,
    actions: orderUnits.map((units) => ({ price: 0, orderUnits: units })),
    top: Array.from({ length: levels }, (_, level) => [best(level)]),
  };
}
