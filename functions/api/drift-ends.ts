import {
  ConflictError,
  type DriftEnd,
  type DriftEndView,
  driftEndKey,
  type Market,
  type NewLogEntry,
  NotFoundError,
  type SkuDrift,
  skuKey,
} from '../../lib/domain/index.ts';
import type { Caller } from '../../lib/runtime/http-event.ts';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';
import type { DriftEndTable } from '../../lib/stores/index.ts';
import type { DecisionParts } from './decision-parts.ts';
import { overtaken } from './entity-tag.ts';
import type { RouteHandlers } from './request.ts';
import { type Decider, requireRight } from './who-may.ts';

type Dependencies = Pick<DecisionParts, 'policies' | 'decisions' | 'rights' | 'log' | 'now'> & {
  driftEnds: Pick<DriftEndTable, 'get' | 'writing'>;
};

/** Let a person end an alarm of drift, so that the next run judges the SKU by the days since the change alone. */
export function createDriftEndRoutes(
  dependencies: Dependencies,
): Pick<RouteHandlers, 'POST /v1/markets/{market}/drift/{sku}/end'> {
  const { policies, driftEnds } = dependencies;
  return {
    'POST /v1/markets/{market}/drift/{sku}/end': async ({ caller, market, path, body }) => {
      const { sku } = path;
      const policy = (await policies.get(skuKey(caller.merchant, market.market, sku)))?.value;
      if (policy === undefined)
        throw new NotFoundError(`there is no SKU ${sku} in the market ${market.market}`);
      const drift = policy.kind === 'ready' ? policy.drift : undefined;
      if (drift === undefined) throw new ConflictError(`no alarm of drift stands for the SKU ${sku}`);
      const key = driftEndKey(caller.merchant, market.market, sku);
      const stored = await driftEnds.get(key, { consistent: true });
      // whoever was first: until the next run the policy still shows the alarm
      if (stored?.value.raisedOn === drift.raisedOn) return { body: viewOf(market, stored.value) };
      const at = dependencies.now();
      const who = await requireRightToEnd(dependencies, caller, { market, sku, drift, at });
      const { since, raisedOn, words } = drift;
      const end = { sku, since, raisedOn, words, reason: body.reason, author: who.person, endedAt: at };
      const entry = entryOf(caller.merchant, market.market, end, who);
      const kept = await dependencies.log.append(entry, [
        driftEnds.writing(key, end, stored?.version ?? null),
      ]);
      if (kept === null) throw overtaken();
      return { body: viewOf(market, end) };
    },
  };
}

type Ending = { market: Market; sku: string; drift: SkuDrift; at: string };

/** An alarm holds back price and order, so that both rights are needed, for what the change moves a day. @throws ForbiddenError */
async function requireRightToEnd(
  { decisions, rights }: Dependencies,
  caller: Caller,
  { market, sku, drift, at }: Ending,
): Promise<Decider> {
  const open = await decisions.get(skuKey(caller.merchant, market.market, sku));
  const what = {
    markets: [market.market],
    categories: [open?.value.category ?? null],
    amount: drift.moneyPerDay ?? null,
  };
  await requireRight(rights, caller, { ...what, subject: 'order' }, at);
  return requireRight(rights, caller, { ...what, subject: 'price' }, at);
}

/** The reason stays out of the log: nobody could take a name out of it again. */
const entryOf = (
  merchant: string,
  market: string,
  { sku, raisedOn, endedAt }: DriftEnd,
  { person, onBehalfOf }: Decider,
): NewLogEntry => ({
  ...{ entry: timeSortedId(endedAt), at: endedAt, merchant, market, sku, event: 'endDrift', by: person },
  ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
  ...{ decision: `drift:${raisedOn}`, version: 1, from: 'standing', to: 'ended', draft: {}, inputs: {} },
});

const viewOf = ({ market }: Market, end: DriftEnd): DriftEndView => ({
  ...end,
  market,
  text: `From the next run on the SKU is judged by the days since ${end.since}, and what holds it back is its history alone; its forecast goes on at the level since then.`,
});
