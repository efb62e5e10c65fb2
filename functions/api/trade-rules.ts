import {
  controlKeys,
  currenciesOf,
  InputError,
  type Market,
  type StoredRules,
  type TradeRulesView,
} from '../../lib/domain/index.ts';
import { effectiveRules } from '../../lib/operations/index.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import type { TradeRulesTable } from '../../lib/stores/index.ts';
import { entityTag, overtaken, requireVersion } from './entity-tag.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  rules: TradeRulesTable;
  tenants: Tenants;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};
type Stored = { value: StoredRules; version: number } | undefined;
type Change = { body: StoredRules['rules']; author: string; ifMatch: string | undefined };

/** Show and set what money means to a merchant, in one market or all of this region. The next run goes by it. */
export function createRuleRoutes(
  dependencies: Dependencies,
): Pick<
  RouteHandlers,
  'GET /v1/rules' | 'PUT /v1/rules' | 'GET /v1/markets/{market}/rules' | 'PUT /v1/markets/{market}/rules'
> {
  const { rules, tenants } = dependencies;
  const ofMerchant = (merchant: string) =>
    rules.get(controlKeys.merchantRules(merchant), { consistent: true });
  const ofMarket = (merchant: string, market: string) =>
    rules.get(controlKeys.marketRules(merchant, market), { consistent: true });
  return {
    'GET /v1/rules': async ({ caller }) => {
      const stored = await ofMerchant(caller.merchant);
      return { body: viewMerchant(stored?.value), headers: { etag: entityTag(stored?.version) } };
    },
    'PUT /v1/rules': async ({ caller, body, ifMatch }) => {
      const traded = tenants.markets(caller.merchant).map(({ currency }) => currency);
      requireCurrency(body, [...new Set(traded)], 'the markets of this address trade');
      const stored = await ofMerchant(caller.merchant);
      const change = { body, author: caller.client, ifMatch };
      const kept = await keep(dependencies, controlKeys.merchantRules(caller.merchant), stored, change);
      return { body: viewMerchant(kept), headers: { etag: entityTag((stored?.version ?? 0) + 1) } };
    },
    'GET /v1/markets/{market}/rules': async ({ caller, market }) => {
      const [merchant, stored] = await Promise.all([
        ofMerchant(caller.merchant),
        ofMarket(caller.merchant, market.market),
      ]);
      return {
        body: viewMarket(market, merchant?.value, stored?.value),
        headers: { etag: entityTag(stored?.version) },
      };
    },
    'PUT /v1/markets/{market}/rules': async ({ caller, market, body, ifMatch }) => {
      requireCurrency(body, [market.currency], `the market ${market.market} trades`);
      const [merchant, stored] = await Promise.all([
        ofMerchant(caller.merchant),
        ofMarket(caller.merchant, market.market),
      ]);
      const key = controlKeys.marketRules(caller.merchant, market.market);
      const kept = await keep(dependencies, key, stored, { body, author: caller.client, ifMatch });
      return {
        body: viewMarket(market, merchant?.value, kept),
        headers: { etag: entityTag((stored?.version ?? 0) + 1) },
      };
    },
  };
}

/** Store rules over the version that their author has seen. @throws AppError `unversioned` or `stale` */
async function keep(
  { rules, now }: Dependencies,
  key: { pk: string; sk: string },
  stored: Stored,
  { body, author, ifMatch }: Change,
): Promise<StoredRules> {
  requireVersion(ifMatch, stored?.version);
  const next = { rules: body, author, changedAt: now() };
  const kept =
    stored === undefined ? await rules.putNew(key, next) : await rules.replace(key, next, stored.version);
  if (!kept) throw overtaken();
  return next;
}

/** Money must be of a currency that is traded in: nothing is converted. @throws InputError */
function requireCurrency(body: StoredRules['rules'], traded: readonly string[], who: string): void {
  const foreign = currenciesOf(body).filter((currency) => !traded.includes(currency));
  if (foreign.length > 0)
    throw new InputError(
      `the rules give money in ${foreign.join(', ')}, and ${who} in ${traded.join(', ')}: give it in that currency`,
    );
}

function viewMerchant(stored: StoredRules | undefined): TradeRulesView {
  const { effective, notes } = effectiveRules({ merchant: stored?.rules }, null);
  return { market: null, ...whatIsSet(stored), effective, notes };
}

function viewMarket(
  { market, currency }: Market,
  merchant: StoredRules | undefined,
  stored: StoredRules | undefined,
): TradeRulesView {
  const { effective, notes } = effectiveRules({ merchant: merchant?.rules, market: stored?.rules }, currency);
  return { market, ...whatIsSet(stored), effective, notes };
}

const whatIsSet = (stored: StoredRules | undefined) => ({
  rules: stored?.rules ?? {},
  author: stored?.author ?? null,
  changedAt: stored?.changedAt ?? null,
});
