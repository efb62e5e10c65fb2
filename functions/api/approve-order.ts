import { ConflictError, ForbiddenError, type PurchaseOrder } from '../../lib/domain/index.ts';
import type { Caller } from '../../lib/runtime/http-event.ts';
import type { ControlTable, RightsTable } from '../../lib/stores/index.ts';
import { type Decider, readStanding, requireRight } from './who-may.ts';

/** Where it stands who may approve an order, and from which amount two must. */
export type OrderRights = { rights: Pick<RightsTable, 'get'>; controls: Pick<ControlTable, 'get'> };

/**
 * Find who decides on an order: by a right to decide on purchase orders in all its markets, up to its value. An order has no
 * category: a right that is bound to some does not reach it.
 *
 * @throws ForbiddenError that names what is missing
 */
export function requireOrderRight(
  { rights }: Pick<OrderRights, 'rights'>,
  caller: Caller,
  { markets, totals }: PurchaseOrder,
  at: string,
): Promise<Decider> {
  const what = {
    subject: 'purchaseOrder' as const,
    ...{ markets, categories: [null], amount: totals.value },
  };
  return requireRight(rights, caller, what, at);
}

/**
 * Approve a draft order. Where its value needs two persons in one of its markets, the first leaves it a draft, and the second
 * approves it; a line that is changed in between voids the first. An order in another currency than the amount counts as above it.
 *
 * @returns the order as it is then, and who approved it
 * @throws ConflictError where there is nothing to approve, ForbiddenError where another person must
 */
export async function approveOrder(
  { rights, controls }: OrderRights,
  caller: Caller,
  order: PurchaseOrder,
  at: string,
): Promise<{ order: PurchaseOrder; who: Decider }> {
  if (order.status !== 'draft') throw new ConflictError(`the order is ${order.status} already`);
  if (order.totals.lines === 0)
    throw new ConflictError('the order holds no units: there is nothing to approve');
  const { merchant } = caller;
  const { markets, currency, totals, approvals: given = [] } = order;
  const who = await requireOrderRight({ rights }, caller, order, at);
  const standings = await Promise.all(
    markets.map((market) => readStanding(controls, merchant, { market, currency })),
  );
  for (const { rules } of standings) requireApprover(rules.approvers, who);
  const shared = given.map((approval) => who.sharedWith(approval)).find((name) => name !== null);
  if (shared !== undefined)
    throw new ForbiddenError(`${shared} has approved already, and counts as one with ${who.person}`);
  const { person: by, onBehalfOf } = who;
  const approvals = [...given, { by, at, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) }];
  const needed = standings.some(
    ({ rules: { twoPersonsFromMinor: from } }) => from !== null && totals.value.minor >= from,
  )
    ? 2
    : 1;
  if (approvals.length < needed) return { order: { ...order, approvals }, who };
  return { order: { ...order, approvals, status: 'approved', approved: { by, at } }, who };
}

function requireApprover(approvers: ReadonlySet<string> | null, { person, onBehalfOf }: Decider): void {
  if (approvers === null || approvers.has(person) || approvers.has(onBehalfOf ?? person)) return;
  throw new ForbiddenError(`${person} is not among those who may approve in a market of the order`);
}
