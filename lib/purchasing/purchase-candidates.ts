import { type CountingFits, countingLogOdds } from './counting-fits.ts';
import type { OrderHistory } from './order-history.ts';
import { fitPurchaseLearner, learnerLogOdds } from './purchase-learner.ts';

/** What may serve a market: four counting models, the learner's line, its trees, and the mean of both and plain NBD. */
export const PURCHASE_MODELS = [
  'nbd',
  'bg-nbd',
  'mbg-nbd',
  'pareto-nbd',
  'learner',
  'trees',
  'mean',
] as const;
export type PurchaseModel = (typeof PURCHASE_MODELS)[number];

/** Log-odds of each buyer by model, [buyers] each; without the last three where there is too little to learn from. */
export type CandidateLogOdds = Map<PurchaseModel, Float64Array>;

/**
 * Let models tell at a moment who orders within `durationDays`, knowing nothing later.
 *
 * `mean` is the mean of log-odds of line, trees and plain NBD: each errs where the others do not.
 *
 * @param buyers - all have ordered before the moment
 * @param wanted - which models; the last three are left out where there is too little to learn from
 */
export function candidateLogOdds(
  history: OrderHistory,
  buyers: Int32Array,
  { moment, durationDays }: { moment: number; durationDays: number },
  fits: CountingFits,
  wanted: readonly PurchaseModel[] = PURCHASE_MODELS,
): CandidateLogOdds {
  const window = { moment, duration: durationDays };
  const told: CandidateLogOdds = new Map();
  for (const kind of COUNTING)
    if (wanted.includes(kind) || kind === 'nbd')
      told.set(kind, countingLogOdds(fits[kind], history, buyers, window));
  if (wanted.every((model) => told.has(model))) return told;
  const learner = fitPurchaseLearner(history, moment, durationDays);
  if (learner === null) return told;
  const { line, trees } = learnerLogOdds(learner, history, buyers, moment);
  const plain = told.get('nbd') ?? line;
  told.set('learner', line);
  told.set('trees', trees);
  told.set(
    'mean',
    line.map((score, i) => (score + (trees[i] ?? score) + (plain[i] ?? score)) / 3),
  );
  return told;
}

const COUNTING = ['nbd', 'bg-nbd', 'mbg-nbd', 'pareto-nbd'] as const;
