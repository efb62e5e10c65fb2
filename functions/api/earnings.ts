import { earningsChart, earningsPages } from '../../lib/charts/index.ts';
import {
  addDays,
  type EarningsView,
  InputError,
  insightKeys,
  type Market,
  type MarketEarnings,
  type MonthEarnings,
} from '../../lib/domain/index.ts';
import { languageHeaders, languageOf } from '../../lib/runtime/answer-language.ts';
import type { Cursors } from '../../lib/runtime/cursor.ts';
import { todayIn } from '../../lib/runtime/market-today.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import type { EarningsLinesTable, MonthEarningsTable, YearEarningsTable } from '../../lib/stores/index.ts';
import { answerPage } from './pages.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  years: Pick<YearEarningsTable, 'get'>;
  months: Pick<MonthEarningsTable, 'get' | 'query'>;
  earningsLines: Pick<EarningsLinesTable, 'query'>;
  tenants: Tenants;
  cursors: Cursors;
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

type EarningsRoutes = Pick<
  RouteHandlers,
  'GET /v1/earnings' | 'GET /v1/markets/{market}/earnings.svg' | 'GET /v1/markets/{market}/earnings/lines'
>;

/** Month documents begin so; that of the year doesn't. */
const MONTHS = '2';

/** Show what Tradewind earns: the year replayed and a month against the holdout, as figures, lines and a picture. */
export function createEarningsRoutes(dependencies: Dependencies): EarningsRoutes {
  const { tenants, months, earningsLines, cursors } = dependencies;
  return {
    'GET /v1/earnings': async ({ caller: { merchant }, query, drawn, acceptLanguage }) => {
      const body = await stateMarkets(dependencies, merchant, tenants.markets(merchant), query.month);
      const headers = { vary: 'Accept, Accept-Language' };
      if (!drawn) return { body, headers };
      const locale = languageOf(undefined, acceptLanguage);
      return { body, headers, picture: earningsPages(body.items, { locale }) };
    },
    'GET /v1/markets/{market}/earnings.svg': async ({ caller, market, query, acceptLanguage }) => {
      const language = languageOf(query.language, acceptLanguage);
      const view = await stateMarkets(dependencies, caller.merchant, [market], query.month);
      const [statement] = view.items;
      if (statement === undefined) throw new InputError('the market has no statement');
      return { body: earningsChart(statement, { locale: language }), headers: languageHeaders(language) };
    },
    'GET /v1/markets/{market}/earnings/lines': async ({ caller: { merchant }, market, query }) => {
      heldToPast(dependencies, [market], query.month);
      const { pk, sk } = insightKeys.earningsLines(merchant, market.market, query.month, 0);
      const prefix = sk.slice(0, sk.lastIndexOf('#') + 1);
      const stated = await months.get(insightKeys.monthEarnings(merchant, market.market, query.month));
      const pages = stated?.value.kind === 'measured' ? stated.value.pages : 0;
      const last = insightKeys.earningsLines(merchant, market.market, query.month, pages - 1).sk;
      const of = [merchant, 'earnings', market.market, query.month];
      // an item is a page
      return answerPage(
        { cursors, of, query },
        async (options) => {
          if (pages === 0) return { items: [] };
          const { items, cursor } = await earningsLines.query(pk, { ...options, prefix, limit: 1 });
          // an item of a statement that had more is left where it lies
          return cursor === undefined || items.some(({ sk: at }) => at >= last)
            ? { items }
            : { items, cursor };
        },
        (items) => items.flatMap(({ value }) => value.lines),
      );
    },
  };
}

async function stateMarkets(
  dependencies: Dependencies,
  merchant: string,
  markets: readonly Market[],
  asked: string | undefined,
): Promise<EarningsView> {
  if (asked !== undefined) heldToPast(dependencies, markets, asked);
  const month = asked ?? (await newestMonth(dependencies, merchant, markets));
  const items = await Promise.all(
    markets.map(async (market): Promise<MarketEarnings> => {
      const { years, months } = dependencies;
      const [year, stated] = await Promise.all([
        years.get(insightKeys.yearEarnings(merchant, market.market)),
        months.get(insightKeys.monthEarnings(merchant, market.market, month)),
      ]);
      return {
        ...{ market: market.market, name: market.name, currency: market.currency },
        year: year?.value ?? null,
        month: stated?.value ?? notStated(dependencies, market, month),
      };
    }),
  );
  return { month, items };
}

/** The newest month that any of the markets has a statement of, else the last one that is over. */
async function newestMonth(
  { months, now }: Dependencies,
  merchant: string,
  markets: readonly Market[],
): Promise<string> {
  const newest = await Promise.all(
    markets.map(async ({ market }) => {
      const { pk, sk: prefix } = insightKeys.monthEarnings(merchant, market, MONTHS);
      const { items } = await months.query(pk, { prefix, descending: true, limit: 1 });
      return items[0]?.value.month ?? '';
    }),
  );
  const stated = newest.sort().at(-1) ?? '';
  if (stated !== '') return stated;
  const today = todayIn(markets[0]?.timeZone ?? 'UTC', now());
  return addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7);
}

/** @throws InputError for a month that has begun in none of the markets */
function heldToPast({ now }: Dependencies, markets: readonly Market[], month: string): void {
  const current = markets.map(({ timeZone }) => todayIn(timeZone, now()).slice(0, 7));
  const latest = current.sort().at(-1) ?? now().slice(0, 7);
  if (month <= latest) return;
  const detail = `${month} has not begun: ask for ${latest} or a month before it`;
  throw new InputError(detail, { issues: [{ pointer: '/query/month', detail }] });
}

/** Say of a month that no night has stated whether it is still to end. */
function notStated({ now }: Dependencies, { market, timeZone }: Market, month: string): MonthEarnings {
  const today = todayIn(timeZone, now());
  const isOver = month < today.slice(0, 7);
  return {
    ...{ kind: 'notMeasured', market, month, asOf: null, runId: null, units: { ai: 0, human: 0 } },
    ...(isOver ? { reason: 'notYetRun', days: 0 } : { reason: 'underWay', days: Number(today.slice(8)) - 1 }),
  };
}
