import {
  ALL_MARKETS,
  addDays,
  BY_TRADEWIND,
  DEFAULT_PAGE_ITEMS,
  type DecisionLogQuery,
  dayBegins,
  type Market,
  USUAL_LOG_DAYS,
} from '../../lib/domain/index.ts';
import type { CursorKey, Cursors } from '../../lib/runtime/cursor.ts';
import { type Caller, requireScope } from '../../lib/runtime/http-event.ts';
import { todayIn } from '../../lib/runtime/market-today.ts';
import {
  type FoundPage,
  findLogged,
  type LogPlace,
  type LogSalts,
  type LogSources,
} from '../../lib/stores/index.ts';
import { namesIn, noteOf } from './log-names.ts';
import { nextPage } from './pages.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  cursors: Cursors;
  acts: LogSources['acts'];
  seals: LogSources['seals'];
  salts: Pick<LogSalts, 'open' | 'find'>;
  /** The lake's bucket. */
  lake: LogSources['objects'];
  /** The present moment, RFC 3339 in UTC. */
  now: () => string;
};

/** Whose log is asked: a market's, by days in its zone, or what holds for all markets, by days of UTC. */
type LogName = Pick<Market, 'market' | 'timeZone'>;
const OF_ALL_MARKETS: LogName = { market: ALL_MARKETS, timeZone: 'UTC' };

/** Show what is logged of decisions in a market, or of limits for all of them, by SKU, by person and by day. */
export function createMarketLogRoutes(
  dependencies: Dependencies,
): Pick<RouteHandlers, 'GET /v1/markets/{market}/decision-log' | 'GET /v1/decision-log'> {
  const { cursors, salts, now } = dependencies;
  const show = async (caller: Caller, log: LogName, query: DecisionLogQuery) => {
    const of = listOf(caller.merchant, log.market, query);
    const key = query.cursor === undefined ? undefined : await cursors.read(of.join(' '), query.cursor);
    // the days of the first page hold for all: midnight may pass between two
    const days = key === undefined ? daysOf(query, todayIn(log.timeZone, now())) : daysIn(key);
    const { found, next } = await search(dependencies, caller, { log, query, days, key });
    const items = found.map(({ entry, seal, row }) => ({
      ...{ entry, row },
      seal: seal === null ? null : noteOf(seal),
    }));
    const names = await namesIn(salts, caller, items);
    const page =
      next === null
        ? { body: { items }, headers: {} }
        : await nextPage({ cursors, of, query }, items, { ...next, ...days });
    return { ...page, body: { ...page.body, names, ...days } };
  };
  return {
    'GET /v1/markets/{market}/decision-log': ({ caller, market, query }) => show(caller, market, query),
    'GET /v1/decision-log': ({ caller, query }) => show(caller, OF_ALL_MARKETS, query),
  };
}

const listOf = (merchant: string, market: string, { sku, person, from, to }: DecisionLogQuery) => [
  ...[merchant, 'decision-log', market],
  ...[sku, person, from, to].map((part) => JSON.stringify(part ?? null)),
];

/** The first and the last day of a question, in the market's zone. */
type Days = { from: string; to: string };

/** The days that are asked for; the last month where none is named. */
function daysOf({ from, to }: DecisionLogQuery, today: string): Days {
  const others = USUAL_LOG_DAYS - 1;
  if (from !== undefined) return { from, to: to ?? addDays(from, others) };
  const last = to ?? today;
  return { from: addDays(last, -others), to: last };
}

const daysIn = ({ from, to }: CursorKey): Days => ({ from: String(from), to: String(to) });

async function search(
  { acts, seals, salts, lake: objects }: Dependencies,
  caller: Caller,
  asked: { log: LogName; query: DecisionLogQuery; days: Days; key: CursorKey | undefined },
): Promise<FoundPage> {
  const { log, query, days, key } = asked;
  const { sku, limit = DEFAULT_PAGE_ITEMS } = query;
  const person = await committed(salts, caller, query.person);
  if (person === null) return { found: [], next: null };
  const question = {
    ...{ merchant: caller.merchant, market: log.market, sku, person, limit },
    ...{ from: beginning(log, days.from), until: beginning(log, addDays(days.to, 1)) },
  };
  return findLogged({ objects, acts, seals }, question, key === undefined ? undefined : placeIn(key));
}

/** In the form of the log's own instants, which are compared as texts. */
const beginning = ({ timeZone }: LogName, day: string) => new Date(dayBegins(timeZone, day)).toISOString();

const COMMITMENT = /^[0-9a-f]{64}$/;

/**
 * Find the commitment of who is asked for; `undefined` where nobody is, `null` where that person was never logged, or is erased.
 *
 * @throws ForbiddenError where a name is given without the scope `admin`: the answer would tell which commitment is whose
 */
async function committed(
  salts: Dependencies['salts'],
  caller: Caller,
  person: string | undefined,
): Promise<string | undefined | null> {
  if (person === undefined || person === BY_TRADEWIND || COMMITMENT.test(person)) return person;
  requireScope(caller, 'admin');
  return (await salts.find(caller.merchant, { kind: 'person', name: person })) ?? null;
}

function placeIn({ seal, act, row }: CursorKey): LogPlace {
  return act === undefined
    ? { seal: Number(seal), row: Number(row) }
    : { seal: Number(seal), act: Number(act) };
}
