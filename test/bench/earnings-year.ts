import { forecastAsOf } from '../../functions/learn/forecast-as-of.ts';
import { replayYears } from '../../functions/learn/replay-years.ts';
import { addDays, type SeriesRecord, type YearReplay } from '../../lib/domain/index.ts';
import { seedFrom } from '../../lib/numeric/index.ts';
import { DEFAULT_RULES, learnPolicy, recommend } from '../../lib/operations/index.ts';
import { guardPrice } from '../../lib/oversight/index.ts';
import { aMarket } from '../domain/a-market.ts';
import { recordOf } from './operations-own.ts';
import { openShelf, type Seller, type Shelf, trade } from './operations-play.ts';
import { humanSeller } from './operations-sellers.ts';
import { type SimulatedSku, simulateSku } from './operations-world.ts';

const YEAR_DAYS = 364;
const REFIT_WEEKS = 13;
const START = '2020-01-06';
const GERMANY = aMarket();
const AUTOMATIC = { mode: 'automatic', killed: false } as const;
const cents = (major: number) => Math.round(100 * major);

/** A SKU that a person ran for two years: its files, what Tradewind would truly have earned more in the second, and its revenue then. */
export type RunSku = { replay: YearReplay; trueGainMinor: number; revenueMinor: number };

/**
 * Let a person run a SKU for two years, replay the second from the files that this leaves, and run the same year by Tradewind in
 * truth: from the same shelf, against the same buyers, prices and delays.
 *
 * @param counted - whether the files have counts of stock
 */
export function runSku(seed: number, counted: boolean): RunSku {
  const sku = simulateSku(seed);
  const human = humanSeller(sku);
  const first = trade(sku, openShelf(sku), human, YEAR_DAYS);
  const second = trade(sku, first.shelf, human, YEAR_DAYS);
  const prices = second.shelf.log.price;
  const truth = trade(sku, first.shelf, tradewindSeller(sku, prices), YEAR_DAYS);
  const trueGain = earnedBy(sku, truth, prices) - earnedBy(sku, second, prices);
  const record = filesOf(sku, second.shelf, counted);
  const [replay] = replayYears(SHARD(sku), [record], {
    error: (message, extra) => console.error(message, extra),
  });
  if (replay === undefined) throw new Error('not drawn');
  const { sold } = second.shelf.log;
  const revenue = prices
    .slice(YEAR_DAYS)
    .reduce((sum, price, day) => sum + price * (sold[YEAR_DAYS + day] ?? 0), 0);
  return { replay, trueGainMinor: cents(trueGain), revenueMinor: cents(revenue) };
}

const run = { merchant: 'bench', market: 'de', asOf: addDays(START, 2 * YEAR_DAYS - 1), runId: 'de-bench' };
const SHARD = (sku: SimulatedSku) => ({
  ...run,
  ...{ shard: 's00001', key: 'k', series: 1, place: GERMANY },
  held: {
    version: { merchant: 0, market: 1 },
    layers: {
      merchant: undefined,
      market: { orderCost: { minor: cents(sku.costs.order), currency: 'EUR' } },
    },
  },
});

/** Margin less holding and ordering of a year that was traded; what is left is worth its cost less its holding. */
function earnedBy(sku: SimulatedSku, traded: ReturnType<typeof trade>, prices: readonly number[]): number {
  // the simulation also counts lost goodwill and moves of prices, which a statement leaves out
  const moves = prices.slice(YEAR_DAYS).filter((price, day) => price !== prices[YEAR_DAYS + day - 1]).length;
  return traded.profit + sku.costs.lostUnit * traded.short + sku.costs.priceChange * moves;
}

/** Order by Tradewind, learnt anew each quarter from its own course; charge what the person charged. */
function tradewindSeller(sku: SimulatedSku, prices: readonly number[]): Seller {
  let learnt: { document: ReturnType<typeof learnPolicy>['document']; until: number } | undefined;
  return (view) => {
    const { day, onHand, onOrder, price } = view;
    if (learnt === undefined || day >= learnt.until)
      learnt = { document: policyOf(recordOf(sku, view), sku, day), until: day + 7 * REFIT_WEEKS };
    const answer = recommend(learnt.document, {
      market: 'de',
      query: { onHand, onOrder, price },
      now: `${addDays(START, day)}T08:00:00Z`,
      guardPrice,
      ...{ merchantControl: AUTOMATIC, marketControl: AUTOMATIC },
    });
    return {
      price: prices[day] ?? price,
      orderUnits: answer.kind === 'ready' ? (answer.proposal?.orderUnits ?? 0) : 0,
    };
  };
}

function policyOf(record: SeriesRecord, sku: SimulatedSku, day: number) {
  const asOf = addDays(START, day - 1);
  return learnPolicy(record, forecastAsOf(record), GERMANY, {
    ...{
      runId: `de-${asOf}`,
      asOf,
      validUntil: '2099-01-01T00:00:00Z',
      guardPrice,
      outcomes: [],
      siblings: [],
    },
    seed: seedFrom(1, sku.name),
    rules: { ...DEFAULT_RULES, largestStep: 0, orderCostMinor: cents(sku.costs.order) },
  }).document;
}

/** What the person's files say: sales, counts each evening, orders to suppliers. */
function filesOf(sku: SimulatedSku, shelf: Shelf, counted: boolean): SeriesRecord {
  const { day, onHand, price, log, arriving } = shelf;
  const onOrder = [...arriving.values()].reduce((sum, units) => sum + units, 0);
  const record = recordOf(sku, { day, onHand, onOrder, price, log });
  const purchases = log.decided
    .filter(({ orderUnits }) => orderUnits > 0)
    .map(({ day: ordered, orderUnits }): [number, number | null, number] => {
      const received = ordered + sku.leadDaysOn(ordered);
      return [ordered, received < day ? received : null, orderUnits];
    });
  if (!counted) return { ...record, yearHistory: { stratum: 'r1', stock: [], purchases: [] } };
  let units = openShelf(sku).onHand;
  const stock = log.sold.map((sold, on): [number, number] => {
    for (const [, received, came] of purchases) if (received === on) units += came;
    units -= sold ?? 0;
    return [on, units];
  });
  return { ...record, yearHistory: { stratum: 'r1', stock, purchases } };
}
