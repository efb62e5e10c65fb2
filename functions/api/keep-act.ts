import {
  ALL_MARKETS,
  type Decision,
  decisionEvent,
  type LimitsDecision,
  type LoggedEvent,
  type NewLogEntry,
} from '../../lib/domain/index.ts';
import { decisionName } from '../../lib/runtime/decision-name.ts';
import { timeSortedId } from '../../lib/runtime/time-sorted-id.ts';
import type { ConditionalWrite } from '../../lib/stores/index.ts';
import { type ActParts, writeAndTell } from './write-and-tell.ts';

/** What a person did, besides what it changes. */
export type Act = {
  merchant: string;
  event: LoggedEvent;
  person: string;
  onBehalfOf?: string | undefined;
  at: string;
  /** Before and after. */
  before: Decision | LimitsDecision | undefined;
  after: Decision | LimitsDecision;
  inputs: NewLogEntry['inputs'];
  /** It is logged and told nobody: what holds at once is no decision of its own. */
  quiet?: boolean;
  /** The buyer whom a signed answer named. */
  buyer?: string | undefined;
};

/**
 * Write what a person did to a decision, with its line in the log and the event that tells of it (`writeAndTell`).
 *
 * @returns false, with nothing written, where somebody else was faster
 */
export async function keepAct(
  parts: ActParts,
  act: Act,
  writes: readonly ConditionalWrite[],
): Promise<boolean> {
  const { merchant, before, after, at } = act;
  const moved = before?.state !== after.state && act.quiet !== true;
  const happening = { merchant, name: decisionName(after.decision), at };
  const event = moved ? decisionEvent(after, happening) : undefined;
  return writeAndTell(parts, { lines: [entryOf(act)], event }, writes);
}

function entryOf({
  merchant,
  event,
  person,
  onBehalfOf,
  at,
  before,
  after,
  inputs,
  buyer,
}: Act): NewLogEntry {
  const common = {
    ...{ entry: timeSortedId(at), at, merchant, event, by: person },
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(buyer === undefined ? {} : { buyer }),
    ...{
      decision: after.decision,
      version: after.version ?? 1,
      from: before?.state ?? null,
      to: after.state,
    },
    ...(after.reasonCode === undefined ? {} : { reasonCode: after.reasonCode }),
    inputs,
  };
  if (!('sku' in after))
    return {
      ...common,
      market: after.market ?? ALL_MARKETS,
      sku: '',
      draft: { control: JSON.stringify(after.settings) },
    };
  const { price, currentPrice, orderUnits, amount, step, confidence, expectedGainPerDay } = after;
  return {
    ...common,
    ...{ market: after.market, sku: after.sku, policyVersion: after.policyVersion, runId: after.runId },
    draft: {
      ...{
        currency: price.currency,
        priceMicros: price.micros,
        currentPriceMicros: currentPrice.micros,
        orderUnits,
      },
      ...(amount === undefined ? {} : { amountMinor: amount.minor }),
      ...(step === undefined ? {} : { step }),
      ...(confidence === undefined ? {} : { confidence }),
      expectedGainPerDayMinor: expectedGainPerDay.minor,
    },
  };
}
