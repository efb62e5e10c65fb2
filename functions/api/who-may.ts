import { type ControlLimits, controlKeys, ForbiddenError, type Market } from '../../lib/domain/index.ts';
import { effectiveControl } from '../../lib/operations/index.ts';
import {
  type Decidable,
  type MarketRules,
  marketRules,
  mayDecide,
  sharedPerson,
} from '../../lib/oversight/index.ts';
import type { Caller } from '../../lib/runtime/http-event.ts';
import type { ControlTable, RightsTable } from '../../lib/stores/index.ts';

/** What holds in a market at this moment, with the versions of the rows that say so. */
export type Standing = {
  rules: MarketRules;
  limits: ControlLimits;
  versions: { merchantControl: number; marketControl: number };
};

/** Read what decisions in a market are judged by, strongly: a limit set a moment ago holds. */
export async function readStanding(
  controls: Pick<ControlTable, 'get'>,
  merchant: string,
  { market, currency }: Pick<Market, 'market' | 'currency'>,
): Promise<Standing> {
  const [ofMerchant, ofMarket] = await Promise.all([
    controls.get(controlKeys.merchant(merchant), { consistent: true }),
    controls.get(controlKeys.market(merchant, market), { consistent: true }),
  ]);
  const held = { merchantControl: ofMerchant?.value, marketControl: ofMarket?.value };
  const effective = effectiveControl(held);
  return {
    rules: marketRules({ ...held, effective, currency }),
    limits: effective.limits ?? {},
    versions: { merchantControl: ofMerchant?.version ?? 0, marketControl: ofMarket?.version ?? 0 },
  };
}

/** Somebody who decides: by name, and in whose place where as a deputy. */
export type Decider = {
  person: string;
  onBehalfOf?: string | undefined;
  /** The name by which an earlier approval is this very person's, or that of somebody whom one of the two stands for. */
  sharedWith(approval: { by: string; onBehalfOf?: string | undefined; at?: string }): string | null;
};

/**
 * Hold a caller to the merchant's rights: by what they are given, or as a deputy.
 *
 * @throws ForbiddenError that names what is missing
 */
export async function requireRight(
  rights: Pick<RightsTable, 'get'>,
  { merchant, person }: Caller,
  what: Decidable,
  now: string,
): Promise<Decider> {
  if (person === '') throw new ForbiddenError('a token that names its subject is needed to decide');
  const stored = await rights.get(controlKeys.rights(merchant), { consistent: true });
  const who = { person, day: now.slice(0, 'YYYY-MM-DD'.length) };
  const may = mayDecide(stored?.value.rights, who, what);
  if (may.kind === 'mayNot') throw new ForbiddenError(may.detail);
  return {
    person,
    onBehalfOf: may.onBehalfOf,
    sharedWith: (approval) => sharedPerson(stored?.value.rights, who, approval),
  };
}
