import {
  addDays,
  type ExperimentMetric,
  type ExperimentRequest,
  type ExperimentUnit,
  InputError,
  type Market,
  stockMetrics,
} from '../../lib/domain/index.ts';
import { chooseUnit } from '../../lib/oversight/index.ts';
import { todayIn } from '../../lib/runtime/market-today.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';

/** What is asked of a test, planned or started. */
export type Asked = Pick<ExperimentRequest, 'kind' | 'markets' | 'metric' | 'guards'>;

/** What follows from it: what is randomised and why, and the currency of money metrics. */
export type Design = {
  markets: readonly Market[];
  unit: ExperimentUnit;
  cluster: string;
  why: string;
  currency: string | null;
};

/**
 * Settle what a test of these markets randomises.
 *
 * @throws InputError where it can't be one test: markets at home in another region, with other units, of other currencies, or that
 *   share a location with one that is left out; NotFoundError for a market that the merchant has not
 */
export function designOf(tenants: Tenants, merchant: string, asked: Asked): Design {
  const away = asked.markets.filter((name) => tenants.elsewhere(merchant).includes(name));
  if (away.length > 0)
    throw new InputError(
      `${away.join(', ')} ${away.length === 1 ? 'is' : 'are'} at home in another region: start an experiment there, at the address of that region`,
    );
  const markets = asked.markets.map((name) => tenants.market(merchant, name));
  const kind = asked.kind === 'offers' ? 'offer' : asked.kind;
  const choices = markets.map(({ legalPack }) => chooseUnit(kind, { legalPack }));
  const [choice] = choices;
  if (choice === undefined) throw new InputError('an experiment names at least one market');
  const other = choices.findIndex(({ unit }) => unit !== choice.unit);
  if (other >= 0)
    throw new InputError(
      `${asked.markets[0]} and ${asked.markets[other]} are randomised by other units (${choices[other]?.why}): start one experiment for each`,
    );
  const metrics = [asked.metric, ...(asked.guards ?? []).map(({ metric }) => metric)];
  if (choice.unit === 'buyer') requireBuyerMetrics(metrics);
  else requireWholeLocations(markets, tenants.markets(merchant));
  return { markets, ...choice, currency: currencyOf(metrics, markets) };
}

/** @throws InputError */
function requireBuyerMetrics(metrics: readonly ExperimentMetric[]): void {
  const ofStock = metrics.find((metric) => stockMetrics.includes(metric));
  if (ofStock !== undefined)
    throw new InputError(`${ofStock} is of SKUs, and this test randomises buyers: choose another metric`);
}

/** One stock has one order: markets that share it are operated alike. @throws InputError */
function requireWholeLocations(named: readonly Market[], all: readonly Market[]): void {
  for (const { market, location } of all) {
    const beside = named.find((one) => one.location === location);
    if (beside !== undefined && !named.some((one) => one.market === market))
      throw new InputError(
        `${market} shares the location ${location} with ${beside.market}: name both, for one stock has one order`,
      );
  }
}

function currencyOf(metrics: readonly ExperimentMetric[], markets: readonly Market[]): string | null {
  const money = metrics.find((metric) => metric === 'revenue' || metric === 'margin');
  if (money === undefined) return null;
  const [currency, ...others] = new Set(markets.map((market) => market.currency));
  if (others.length > 0)
    throw new InputError(
      `${money} of markets in ${[currency, ...others].join(' and ')} can't be added, nothing is converted: start one experiment for each`,
    );
  return currency ?? null;
}

/** Days from the last one that a night knows of to the first whose arms the next night can decide. */
const NIGHT_DAYS = 2;

/**
 * Give the first day that the next night decides on, in every one of a test's markets. Where the data are behind the calendar, as a
 * demonstration's are, the data tell the time.
 *
 * @param nights - business date of each market's newest run; `undefined` where there was none
 */
export function startOf(
  markets: readonly Pick<Market, 'timeZone'>[],
  nights: readonly (string | undefined)[],
  now: string,
): string {
  const days = markets.map(({ timeZone }, place) => {
    const yesterday = addDays(todayIn(timeZone, now), -1);
    const known = nights[place];
    return addDays(known !== undefined && known < yesterday ? known : yesterday, NIGHT_DAYS);
  });
  return days.reduce((last, one) => (one > last ? one : last), '');
}
