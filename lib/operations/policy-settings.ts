import type { GuardPrice, PricePriors, StoredOutcome } from '../domain/index.ts';
import type { SiblingForecast } from './location-facts.ts';
import type { PolicyRules } from './policy-rules.ts';

/** The run that learns, and what it knows besides the series. */
export type PolicySettings = {
  runId: string;
  asOf: string;
  /** RFC 3339 UTC: until when the policy may be acted on. */
  validUntil: string;
  seed: number;
  rules: PolicyRules;
  guardPrice: GuardPrice;
  /** Outcomes reported for the SKU in this market. */
  outcomes: readonly StoredOutcome[];
  /** Forecasts of the same SKU in the location's other markets, where there are any. */
  siblings: readonly SiblingForecast[];
  /** What the market's SKUs told on a night before; none by default: every SKU then stands alone. */
  priors?: PricePriors | null;
  /** Whether prices may be tested here at all: not where recommendations are off or killed. False by default. */
  mayTest?: boolean;
};
