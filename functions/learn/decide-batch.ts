import {
  type Control,
  controlKeys,
  type Decision,
  type DecisionLogEntry,
  type Market,
  newestDueRun,
  type PolicyDocument,
  type SeriesRecord,
  type ShardRef,
} from '../../lib/domain/index.ts';
import { effectiveControl } from '../../lib/operations/index.ts';
import { advanceSkuDecision, type LifeRules, marketRules } from '../../lib/oversight/index.ts';
import type { DayBudgets, DocumentTable, NightDecisions } from '../../lib/stores/index.ts';
import { type DraftFacts, draftFacts, proposalIn } from './approve-by-night.ts';
import { draftDecision, type SeriesPolicy } from './learn-series.ts';
import { type NightMoment, nightLines } from './night-lines.ts';
import type { NightView } from './night-moves.ts';
import { type DecisionLook, type DecisionPlace, lookAtDecision, openDecision } from './open-decision.ts';

/** What looking after a batch's decisions takes. */
export type DecideDependencies = {
  controls: Pick<DocumentTable<Control>, 'get'>;
  decisions: NightDecisions;
  budgets: DayBudgets;
};

/** The shard, its market, and the versions of the controls that its policies were learnt under. */
type Night = ShardRef & { place: Market; controlVersion: NightMoment['controlVersion'] };

/** One SKU's draft on its way. */
type Item = {
  document: PolicyDocument;
  place: DecisionPlace;
  draft: Decision | null;
  view: NightView;
  /** What its own approval is judged by; `null` where it is for people alone. */
  facts: DraftFacts | null;
};
type Looked = Item & { first: DecisionLook };

/**
 * Look after the decisions of a batch, and approve what Tradewind may by itself: its money is set aside first, so that no two
 * batches spend the same.
 *
 * @param at - RFC 3339 UTC
 * @returns a line for each thing that was done
 */
export async function decideBatch(
  dependencies: DecideDependencies,
  night: Night,
  batch: { records: readonly SeriesRecord[]; learnt: readonly SeriesPolicy[]; at: string },
): Promise<DecisionLogEntry[]> {
  const { controls, decisions, budgets } = dependencies;
  // read anew for each batch: a stop holds while the night is writing
  const rules = await readLifeRules(controls, night);
  const today = newestDueRun(night.place, batch.at).asOf;
  const items = await Promise.all(
    draftItems(night, batch, { rules, today }).map((item) => look(decisions, item)),
  );
  const spent = await setAside(budgets, { ...night, today }, items);
  const lines = await Promise.all(
    items.map(async (item) => {
      const { document, place, draft, view, first, facts } = item;
      const spentTodayMinor = draft === null ? undefined : spent.get(nameOf(draft));
      const own = facts === null || spentTodayMinor === undefined ? null : { ...facts, spentTodayMinor };
      const moves = await openDecision(decisions, place, { draft, night: view, first, own });
      return nightLines(night, moves, document, { at: batch.at, ...night });
    }),
  );
  return lines.flat();
}

function draftItems(
  { merchant, market, runId, ordersTo }: Night,
  { records, learnt, at }: { records: readonly SeriesRecord[]; learnt: readonly SeriesPolicy[]; at: string },
  { rules, today }: { rules: NightRules; today: string },
): Item[] {
  return learnt.flatMap(({ document, riskMinor, arm }, i) => {
    const record = records[i];
    if (record === undefined) return [];
    const { category } = record.product;
    const draft = arm === 'human' ? null : draftDecision(document, market, { now: at, category });
    const facts =
      draft === null || !rules.approvesItself
        ? null
        : draftFacts(record, document, draft, { today, ordersTo });
    const place = { merchant, market, sku: record.sku, riskMinor };
    return [
      { document, place, draft, view: { runId, at, known: knownIn(document), rules: rules.life }, facts },
    ];
  });
}

async function look(decisions: NightDecisions, item: Item): Promise<Looked> {
  return { ...item, first: await lookAtDecision(decisions, item.place, item.draft, item.view) };
}

/** Set the money aside of what may be approved, and tell what each draft was judged by. */
async function setAside(
  budgets: DayBudgets,
  { merchant, market, runId, shard, today }: Night & { today: string },
  items: readonly Looked[],
): Promise<Map<string, number>> {
  const asking = new Map<string, Asking>();
  for (const { draft, facts, first, view } of items) {
    const proposed = proposalIn(first.moves)?.after;
    if (draft !== null && facts !== null && proposed !== undefined)
      asking.set(nameOf(draft), { proposed, facts, view });
  }
  if (asking.size === 0) return new Map();
  const wishes = [...asking].map(([name, { proposed }]) => ({
    name,
    amountMinor: proposed.amount?.minor ?? 0,
  }));
  const batch = `${runId}/${shard}/${items[0]?.place.sku ?? ''}`;
  return budgets.setAside({ merchant, market, day: today, batch }, wishes, ({ name }, spentTodayMinor) => {
    const { proposed, facts, view } = asking.get(name) ?? {};
    if (proposed === undefined || facts === undefined || view === undefined) return false;
    const { version = 1 } = proposed;
    const circumstances = { ...facts, spentTodayMinor };
    const event = { kind: 'approveAutomatically', at: view.at, version, circumstances } as const;
    return advanceSkuDecision(proposed, event, view.rules).kind === 'moved';
  });
}

type Asking = { proposed: Decision; facts: DraftFacts; view: NightView };

/** A draft by all that its money hangs on. */
const nameOf = ({ runId, policyVersion, sku, price, orderUnits, amount }: Decision): string =>
  [runId, sku, policyVersion, price.micros, orderUnits, amount?.minor].join('/');

type NightRules = {
  life: LifeRules;
  /** The mode is automatic, and limits say within what; without limits it acts answer by answer. */
  approvesItself: boolean;
};

/** Read what decisions in the market are judged by, as it is at this moment. */
async function readLifeRules(
  controls: DecideDependencies['controls'],
  { merchant, market, place }: Night,
): Promise<NightRules> {
  const [ofMerchant, ofMarket] = await Promise.all([
    controls.get(controlKeys.merchant(merchant), { consistent: true }),
    controls.get(controlKeys.market(merchant, market), { consistent: true }),
  ]);
  const held = { merchantControl: ofMerchant?.value, marketControl: ofMarket?.value };
  const effective = effectiveControl(held);
  return {
    life: marketRules({ ...held, effective, currency: place.currency }),
    approvesItself:
      effective.mode === 'automatic' &&
      (held.merchantControl?.approval ?? held.marketControl?.approval) !== undefined,
  };
}

/** What the newest files say of a SKU. */
function knownIn({ lastKnown }: PolicyDocument): NightView['known'] {
  const { unitPriceMicros, onHand, onOrder } = lastKnown;
  if (unitPriceMicros === null || onHand === null || onOrder === null) return null;
  return { priceMicros: unitPriceMicros, onHand, onOrder };
}
