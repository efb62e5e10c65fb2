import type { Decision, KeptBack, PolicyDocument, SeriesRecord } from '../../lib/domain/index.ts';
import { daysBetween } from '../../lib/domain/index.ts';
import { mayAct } from '../../lib/operations/index.ts';
import { advanceSkuDecision, type Circumstances, type LifeRules } from '../../lib/oversight/index.ts';
import type { NightMove } from './night-lines.ts';

/** What a draft's own approval is judged by, but for the money of the day. */
export type DraftFacts = Omit<Circumstances, 'spentTodayMinor'>;

/**
 * Take a draft that a night has just proposed through Tradewind's own approval, as `advanceDecision` judges it.
 *
 * @returns the moves with the approval as one more, or with what keeps the draft for a person written into it; as they are where
 *   nothing is proposed or everything is stopped
 */
export function approveByNight(
  moves: readonly NightMove[],
  circumstances: Circumstances,
  { at, rules }: { at: string; rules: LifeRules },
): NightMove[] {
  const proposal = proposalIn(moves);
  if (proposal === undefined) return [...moves];
  const { after } = proposal;
  const { version = 1 } = after;
  const advance = advanceSkuDecision(
    after,
    { kind: 'approveAutomatically', at, version, circumstances },
    rules,
  );
  if (advance.kind === 'moved')
    return [...moves, { event: 'approveAutomatically', before: after, after: advance.decision }];
  if (advance.keptBack === undefined) return [...moves];
  const kept = { ...after, whyNotAutomatic: [...advance.keptBack] };
  return [...moves.slice(0, -1), { ...proposal, after: kept }];
}

/** The draft that a night's moves end with; `undefined` where they end otherwise. */
export function proposalIn(moves: readonly NightMove[]): NightMove | undefined {
  const last = moves.at(-1);
  return last?.event === 'propose' && last.after.state === 'proposed' ? last : undefined;
}

/**
 * Gather what a draft's own approval is judged by: the alarm of its series, the age of its data, and what its policy keeps back.
 *
 * @param dates.today - the market's last day that had ended, from which data are old: a run of an earlier date rests on older ones
 * @param dates.ordersTo - newest day with a sale in the market
 */
export function draftFacts(
  { drift, stock }: SeriesRecord,
  document: PolicyDocument,
  draft: Decision,
  { today, ordersTo }: { today: string; ordersTo: string | undefined },
): DraftFacts {
  const age = (day: string | undefined) => (day === undefined ? Number.NaN : daysBetween(day, today));
  return {
    drifted: drift !== undefined,
    dataAgeDays: Math.max(0, age(ordersTo), age(stock?.asOf)),
    alsoKeptBack: keptBackBy(document, draft),
  };
}

const weeksIn = (document: PolicyDocument): Pick<KeptBack, 'figures'> =>
  document.kind === 'ready' ? { figures: { weeks: document.evidence.weeks } } : {};

/** What the policy itself keeps for a person: too little evidence, and limits that contradict each other. */
function keptBackBy(document: PolicyDocument, draft: Decision): KeptBack[] {
  const { price, currentPrice, orderUnits, reasons = [], limitsApplied = [] } = draft;
  const gate = document.kind === 'ready' ? document.gate : undefined;
  const testing = reasons.some(({ code }) => code === 'priceTest');
  const may = mayAct(gate, price.micros, currentPrice.micros, testing);
  const bears = (price.micros === currentPrice.micros || may.price) && (orderUnits === 0 || may.orders);
  // of a drift the engine tells by itself
  const evidence =
    bears || gate?.drift !== undefined
      ? []
      : [{ code: 'evidence' as const, text: (gate?.reasons ?? []).join('; '), ...weeksIn(document) }];
  const contradictions = limitsApplied.filter(({ limit }) => limit === 'contradiction');
  return [
    ...evidence,
    ...contradictions.map(({ detail }) => ({ code: 'contradiction' as const, text: detail })),
  ];
}
