import type { Market, MarketView, Run } from '../../lib/domain/index.ts';
import { effectiveControl } from '../../lib/operations/index.ts';
import { legalViewOf } from '../../lib/oversight/index.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import type { ControlTable, RunTable } from '../../lib/stores/index.ts';
import { readControls } from '../../lib/stores/read-controls.ts';
import { newestRun } from './newest-run.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = { tenants: Tenants; controls: ControlTable; runs: RunTable };

/** Show the merchant's markets of this region. */
export function createMarketRoutes(
  dependencies: Dependencies,
): Pick<RouteHandlers, 'GET /v1/markets' | 'GET /v1/markets/{market}' | 'GET /v1/markets/{market}/legal'> {
  return {
    'GET /v1/markets': async ({ caller }) => {
      const held = dependencies.tenants.markets(caller.merchant);
      return {
        body: { items: await Promise.all(held.map((market) => show(dependencies, caller.merchant, market))) },
      };
    },
    'GET /v1/markets/{market}': async ({ caller, market }) => ({
      body: await show(dependencies, caller.merchant, market),
    }),
    'GET /v1/markets/{market}/legal': async ({ market }) => ({ body: legalViewOf(market) }),
  };
}

async function show({ controls, runs }: Dependencies, merchant: string, market: Market): Promise<MarketView> {
  const [held, lastRun] = await Promise.all([
    readControls(controls, merchant, market.market),
    newestRun(runs, merchant, market.market),
  ]);
  const { name, country, currency, timeZone, homeRegion, location, runAt } = market;
  return {
    ...{ market: market.market, name, country, currency, timeZone, homeRegion, location, runAt },
    ...effectiveControl(held),
    lastRun: lastRun === undefined ? null : showRun(lastRun),
  };
}

function showRun({ runId, asOf, state, startedAt, finishedAt }: Run): MarketView['lastRun'] {
  return { runId, asOf, state, startedAt, ...(finishedAt === undefined ? {} : { finishedAt }) };
}
