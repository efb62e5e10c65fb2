import type {
  ForecastDocument,
  LoggedPrice,
  Market,
  OwnAnswer,
  PolicyDocument,
  PriceTest,
  SeriesRecord,
} from '../domain/index.ts';
import { fitProcess } from './fit-process.ts';
import { learnTable } from './learn-table.ts';
import { moneyAtRisk } from './money-at-risk.ts';
import { ownAnswer } from './own-answer.ts';
import { type PolicyTableAudit, packPolicy } from './pack-policy.ts';
import { gatherParts, type PlainParts } from './plain-parts.ts';
import { plainPolicy } from './plain-policy.ts';
import { gainsByLevel } from './policy-gain.ts';
import type { PolicySettings } from './policy-settings.ts';
import { practiceByPhase } from './practice-policy.ts';
import { fitPriceAnswer } from './price-answer.ts';
import { logPrices } from './price-log.ts';
import { priceStockStages } from './price-stock-model.ts';
import { planPriceTest } from './price-test-plan.ts';
import { processFacts, reviewDiscount } from './process-facts.ts';
import { judgeState, proposeAction } from './propose-action.ts';

/**
 * A learnt policy: the row to serve, the whole table for the audit, the money at risk that orders the worklist, and the
 * night's lines of the price log (none without a policy).
 */
export type LearntPolicy = {
  document: PolicyDocument;
  table: PolicyTableAudit | null;
  riskMinor: number;
  prices: LoggedPrice[];
  /** What the SKU tells its category; `null` where its data can't. */
  answer: OwnAnswer | null;
  /** A price test under way, or over so lately that the SKU rests. */
  test: PriceTest | null;
};

/**
 * Learn the price and reorder policy of one SKU in one market from its own history.
 *
 * Outcomes are folded in, demand is fitted to price, the location's demand summed over its markets, the textbook rule
 * planned, the price/stock process fitted and solved for its table (`learnTable`). The price moves only where the history
 * shows how demand answers; else today's is kept and only the order is learnt. Where the merchant wants nothing learnt, the
 * textbook rule stands alone (`plainPolicy`). Equal arguments give equal policies.
 *
 * @returns a document of kind `insufficientData` that names what is missing where cost, stock, price or history lack
 */
export function learnPolicy(
  series: SeriesRecord,
  forecast: ForecastDocument | undefined,
  market: Market,
  settings: PolicySettings,
): LearntPolicy {
  const gathered = gatherParts(series, forecast, market, settings);
  if (gathered.kind === 'lacking')
    return {
      document: gathered.document,
      table: null,
      riskMinor: 0,
      prices: [],
      answer: ownAnswer(series, null),
      test: null,
    };
  const { parts } = gathered;
  return settings.rules.learning
    ? solvedPolicy(parts)
    : { ...plainPolicy(parts), table: null, answer: null, test: null };
}

/** Fit demand to price, fit the price/stock process, and solve it. */
function solvedPolicy(known: PlainParts): LearntPolicy {
  const { series, facts, folded, plan, market, settings } = known;
  const { answer, believed, fit, ladder } = fitPriceAnswer(folded.record, facts, market, settings);
  const process = processFacts(known, { ladder, ways: fit.ways, draws: fit.draws });
  const fitted = fitProcess(process);
  const practice = practiceByPhase(process, fitted.phases, plan.replenishment);
  const discount = reviewDiscount(settings.rules);
  const learnt = learnTable(priceStockStages(fitted), practice, { discount });
  const gains = gainsByLevel(process, { practice, learnt, discount }, market.currency);
  const parts = { ...known, fit, believed, ladder, process, practice, learnt, gains };
  const { document } = packPolicy(parts);
  const tested = planPriceTest({
    sku: series.sku,
    policyMicros: proposeAction(document, judgeState(document, {}), settings.guardPrice).priceMicros,
    onHand: plan.onHand,
    knowsOnePrice: ladder.priceMicros.length === 1,
    ...{ fit, process, limits: facts.limits, settings },
  });
  const packed = packPolicy({ ...parts, priceTest: tested.priceTest });
  return {
    ...packed,
    riskMinor: moneyAtRisk(packed.document, plan, process, market.currency),
    prices: logPrices(packed.document, process, tested, settings.guardPrice),
    test: tested.test,
    answer,
  };
}
