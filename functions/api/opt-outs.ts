import {
  ConflictError,
  insightKeys,
  NotFoundError,
  type OptOut,
  type OptOutView,
  privacyKeys,
} from '../../lib/domain/index.ts';
import type { BuyerTable, OptOutTable, PseudonymKeyTable } from '../../lib/stores/index.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  optOuts: Pick<OptOutTable, 'get' | 'put'>;
  buyers: Pick<BuyerTable, 'get' | 'replace'>;
  pseudonymKeys: Pick<PseudonymKeyTable, 'get'>;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

const TRIES = 5;

/** Show and set whether machines may decide about a buyer. A request right after it is answered by it, and so is every night. */
export function createOptOutRoutes({
  optOuts,
  buyers,
  pseudonymKeys,
  now,
}: Dependencies): Pick<
  RouteHandlers,
  | 'GET /v1/markets/{market}/customers/{customer}/automation'
  | 'PUT /v1/markets/{market}/customers/{customer}/automation'
> {
  return {
    'GET /v1/markets/{market}/customers/{customer}/automation': async ({ caller, market, path }) => {
      const stored = await optOuts.get(insightKeys.optOut(caller.merchant, market.market, path.customer), {
        consistent: true,
      });
      const known =
        stored ?? (await buyers.get(insightKeys.buyer(caller.merchant, market.market, path.customer)));
      if (known === undefined) throw noCustomer(path.customer, market.market);
      return { body: viewOf(market.market, path.customer, stored?.value) };
    },
    'PUT /v1/markets/{market}/customers/{customer}/automation': async ({ caller, market, path, body }) => {
      const { customer } = path;
      if ((await pseudonymKeys.get(privacyKeys.key(caller.merchant), { consistent: true }))?.value.changing)
        throw new ConflictError(
          'the buyers are being renamed to a new key: send the request again when that is done',
        );
      const key = insightKeys.buyer(caller.merchant, market.market, customer);
      if ((await buyers.get(key)) === undefined) throw noCustomer(customer, market.market);
      const choice = { customer, automated: body.automated, author: caller.client, changedAt: now() };
      // the choice first: a night that writes the buyer meanwhile reads it again when it is done
      await optOuts.put(insightKeys.optOut(caller.merchant, market.market, customer), choice);
      await markBuyer(buyers, key, body.automated);
      return { body: viewOf(market.market, customer, choice) };
    },
  };
}

/** Write the choice into the row that a recommendation reads, over whatever a night makes of it meanwhile. */
async function markBuyer(
  buyers: Dependencies['buyers'],
  key: { pk: string; sk: string },
  automated: boolean,
): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const stored = await buyers.get(key, { consistent: true });
    if (stored === undefined) return;
    const { automated: _, ...buyer } = stored.value;
    const marked = automated ? buyer : { ...buyer, automated: false as const };
    if (await buyers.replace(key, marked, stored.version)) return;
  }
  throw new ConflictError('the buyer was written by others at the same time: send the request again');
}

const noCustomer = (customer: string, market: string) =>
  new NotFoundError(`there is no customer ${customer} in the market ${market}`);

function viewOf(market: string, customer: string, choice: OptOut | undefined): OptOutView {
  const { automated = true, author = null, changedAt = null } = choice ?? {};
  const text = automated
    ? 'Machines may decide about this buyer, within what the market allows.'
    : 'This buyer has opted out: it is charged by list, price group, contract or quote alone, gets no offers, and is in no list of buyers to act on from the next run on.';
  return { market, customer, automated, author, changedAt, text };
}
