import type { ForecastDocument, Market, SeriesRecord } from '../domain/index.ts';
import { createRandom, seedFrom } from '../numeric/index.ts';
import type { PolicySettings } from './policy-settings.ts';
import { judgeState, proposeAction } from './propose-action.ts';
import { learnRows, locationDemand, REFIT_WEEKS, rowOn, worldOf } from './replay-ground.ts';
import { type ReorderRule, type ReplayedRule, replayOrders } from './replay-orders.ts';
import { textbookOrder } from './textbook-order.ts';

/** One SKU's replay: what the learnt order rule and today's practice would have earned on the same logged weeks. */
export type SeriesReplay =
  | {
      kind: 'replayed';
      weeks: number;
      /** Days of them whose demand was not seen in full and is filled by what is to be expected. */
      filledDays: number;
      learnt: ReplayedRule;
      practice: ReplayedRule;
    }
  /** Why it cannot be replayed, in words. */
  | { kind: 'leftOut'; reason: string };

/** Forecasts a series as of its last day, as the night does. */
export type ForecastAsOf = (record: SeriesRecord) => ForecastDocument;

/** Weeks that a policy is learnt from before the first replayed one: below that nothing is ever automatic. */
const LEAST_LEARNT_WEEKS = 26;
const MOST_REPLAYED_WEEKS = 26;

/**
 * Replay a SKU's newest weeks (at most 26) under the order rule that would have been learnt before them, and anew every 13
 * weeks, against the textbook's rule of the same night: the same start, demand, delays and costs for both.
 *
 * Prices stay what they were, so that the logged demand is the answer to them: the rule is learnt for today's price alone.
 * Neither rule has seen the weeks that it is replayed on. Orders cover the location, so its other markets' demand counts too.
 * Equal arguments give equal results.
 */
export function replaySeries(
  record: SeriesRecord,
  forecastAsOf: ForecastAsOf,
  market: Market,
  settings: PolicySettings,
): SeriesReplay {
  const weeks = Math.min(MOST_REPLAYED_WEEKS, Math.floor(record.demand.length / 7) - LEAST_LEARNT_WEEKS);
  if (weeks < REFIT_WEEKS)
    return leftOut(
      `${Math.floor(record.demand.length / 7)} weeks of history: ${LEAST_LEARNT_WEEKS} to learn from and ${REFIT_WEEKS} to replay are needed`,
    );
  const first = record.demand.length - weeks * 7;
  const orderOnly = { ...settings, siblings: [], outcomes: [], rules: { ...settings.rules, largestStep: 0 } };
  const rows = learnRows(record, forecastAsOf, market, { settings: orderOnly, span: { first, weeks } });
  if (typeof rows === 'string') return leftOut(rows);
  const { elasticity } = rows.at(-1)!.demand;
  const { units, filledDays } = locationDemand(record, { first, elasticity });
  const world = worldOf(record, { settings: orderOnly, demand: units, row: rows[0]! });
  if (world === null) return leftOut('its cost or its price is not known');
  const play = (rule: ReorderRule) =>
    replayOrders(world, rule, createRandom(seedFrom(settings.seed, 'replay', record.sku)));
  return {
    kind: 'replayed',
    weeks,
    filledDays,
    learnt: play(({ onHand, onOrder, day }) => {
      const row = rowOn(rows, day);
      return proposeAction(row, judgeState(row, { onHand, onOrder }), settings.guardPrice).orderUnits;
    }),
    practice: play(({ onHand, onOrder, day }) =>
      textbookOrder(onHand + onOrder, rowOn(rows, day).replenishment),
    ),
  };
}

const leftOut = (reason: string): SeriesReplay => ({ kind: 'leftOut', reason });
