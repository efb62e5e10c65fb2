import type { ForecastDocument, Market, PolicyDocument, SeriesRecord } from '../domain/index.ts';
import { type FoldedSeries, foldOutcomes } from './fold-outcomes.ts';
import { lackingDocument } from './lacking-document.ts';
import { planStock, type StockPlan } from './plan-stock.ts';
import { gatherFacts, type PolicyFacts } from './policy-facts.ts';
import type { PolicySettings } from './policy-settings.ts';

/** What a policy without learning is made from, and one that learns goes on from. */
export type PlainParts = {
  series: SeriesRecord;
  facts: PolicyFacts;
  folded: FoldedSeries;
  plan: StockPlan;
  market: Market;
  settings: PolicySettings;
};

type Gathered = { kind: 'parts'; parts: PlainParts } | { kind: 'lacking'; document: PolicyDocument };

/** Gather a SKU's facts, fold its outcomes in and plan the textbook's rule; or write the document of what is missing. */
export function gatherParts(
  series: SeriesRecord,
  forecast: ForecastDocument | undefined,
  market: Market,
  settings: PolicySettings,
): Gathered {
  const facts = gatherFacts(series, forecast, market, settings);
  if (facts.kind === 'missing') {
    const { missing, detail } = facts;
    return { kind: 'lacking', document: lackingDocument(series, market, settings, { missing, detail }) };
  }
  const folded = foldOutcomes(series, settings.outcomes, market.currency);
  const plan = planStock(series, facts, folded.lostPerDay, market, settings);
  return { kind: 'parts', parts: { series, facts, folded, plan, market, settings } };
}
