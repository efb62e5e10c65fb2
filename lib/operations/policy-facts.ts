import {
  addDays,
  dayBegins,
  daysBetween,
  type ForecastDocument,
  isLegalRuleOn,
  type Market,
  type PriceLimits,
  type SeriesRecord,
  type StockFacts,
  type StoredForecast,
} from '../domain/index.ts';
import { listMoves, parityOf, restsSince, restWarning } from './list-history.ts';
import { unitsText } from './number-text.ts';
import type { PolicyRules } from './policy-rules.ts';
import { type PriorPrice, priorPrice } from './prior-price.ts';

/** Everything a policy needs, found in a SKU's files. */
export type PolicyFacts = {
  kind: 'complete';
  forecast: StoredForecast;
  stock: StockFacts;
  currentMicros: number;
  landedMicros: number;
  limits: PriceLimits;
  /** Where the market's law asks for it, and price files tell. */
  priorPrice?: PriorPrice;
  /** Days from tomorrow on which the SKU is still sold; `null`: it has no end. */
  endDays: number | null;
  warnings: string[];
};

/** What is missing, in names and in words. */
export type MissingFacts = { kind: 'missing'; missing: string[]; detail: string };

const FEWEST_DAYS = 14;
const OLD_STOCK_DAYS = 7;

/** Gather what a policy needs, or say what is missing: `history`, `unit_cost`, `stock`, `list_price`. */
export function gatherFacts(
  record: SeriesRecord,
  forecast: ForecastDocument | undefined,
  market: Market,
  { asOf, rules }: { asOf: string; rules: PolicyRules },
): PolicyFacts | MissingFacts {
  const { product, stock } = record;
  const reasons = new Map<string, string>();
  const observed = record.demand.filter((units) => units !== null).length;
  if (observed < FEWEST_DAYS)
    reasons.set('history', `${observed} days of demand were seen, ${FEWEST_DAYS} are needed`);
  else if (forecast?.kind !== 'ready')
    reasons.set(
      'history',
      forecast === undefined ? 'there is no forecast' : `no forecast: ${forecast.detail}`,
    );
  const landedMicros = product.landedCostMicros ?? product.unitCostMicros;
  if (landedMicros === null) reasons.set('unit_cost', 'no file gives its cost');
  else if (product.costCurrency !== null && product.costCurrency !== market.currency)
    reasons.set('unit_cost', `its cost is in ${product.costCurrency}, prices are in ${market.currency}`);
  if (stock === null) reasons.set('stock', 'no file gives its stock');
  const currentMicros = currentPrice(record);
  if (currentMicros === null || currentMicros <= 0) reasons.set('list_price', 'no file gives its list price');
  if (
    forecast?.kind !== 'ready' ||
    landedMicros === null ||
    stock === null ||
    currentMicros === null ||
    reasons.size > 0
  )
    return {
      kind: 'missing',
      missing: [...reasons.keys()],
      detail: `Missing ${[...reasons].map(([name, why]) => `${name} (${why})`).join(', ')}.`,
    };
  return {
    kind: 'complete',
    forecast,
    stock,
    currentMicros,
    landedMicros,
    limits: limitsOf(record, market, { landedMicros, currentMicros, asOf, rules }),
    ...priorPriceOf(record, market, asOf),
    endDays: endDaysOf(record, asOf),
    warnings: [...warningsOf(record, stock, asOf), ...restWarning(record, rules)],
  };
}

/** Find today's list price: the price list's, else the product's, else the newest price of the largest price group. */
export function currentPrice({ priceList, product, groups }: SeriesRecord): number | null {
  const listed = priceList.find(({ priceGroup, minQuantity }) => priceGroup === '' && minQuantity <= 1);
  if (listed !== undefined) return listed.unitPriceMicros;
  if (product.listPriceMicros !== null) return product.listPriceMicros;
  const sizes = groups.map(({ demand }) => demand.reduce<number>((sum, units) => sum + (units ?? 0), 0));
  const largest = groups[sizes.indexOf(Math.max(...sizes))];
  return largest?.priceSteps.at(-1)?.[1] ?? null;
}

/** Count the days until a delisting that the files know of; sold on none from its first day on. */
function endDaysOf({ events = [] }: SeriesRecord, asOf: string): number | null {
  const end = events.find(({ kind }) => kind === 'delisting');
  return end === undefined ? null : Math.max(0, daysBetween(asOf, end.from) - 1);
}

function limitsOf(
  record: SeriesRecord,
  { priceRounding, legalPack, timeZone }: Market,
  known: { landedMicros: number; currentMicros: number; asOf: string; rules: PolicyRules },
): PriceLimits {
  const { product } = record;
  const { landedMicros, currentMicros, asOf, rules } = known;
  const parity = isLegalRuleOn(legalPack, 'parity') ? parityOf(record, currentMicros, rules) : undefined;
  return {
    floorMicros: Math.max(
      Math.ceil(landedMicros / (1 - rules.minimumMarginRate)),
      product.floorPriceMicros ?? 0,
    ),
    ceilingMicros: product.ceilingPriceMicros,
    largestStep: rules.largestStep,
    roundingStepMicros: priceRounding.stepMicros,
    charmEndingMicros: priceRounding.charmEndingMicros ?? null,
    ...(rules.priceCoolDownDays === null
      ? {}
      : {
          coolDown: coolDownOf(
            restsSince(record, asOf, rules.priceCoolDownDays),
            rules.priceCoolDownDays,
            timeZone,
          ),
        }),
    ...(parity === undefined ? {} : { parity }),
  };
}

/** The rest ends with the market's own day, not that of UTC: a shop in Osaka may move its price from its midnight on. */
function coolDownOf(
  movedOn: string | null,
  days: number,
  timeZone: string,
): NonNullable<PriceLimits['coolDown']> {
  if (movedOn === null) return { days, movedOn };
  return { days, movedOn, endsAt: dayBegins(timeZone, addDays(movedOn, days)) };
}

function priorPriceOf(
  record: SeriesRecord,
  { legalPack }: Market,
  asOf: string,
): Pick<PolicyFacts, 'priorPrice'> {
  if (!isLegalRuleOn(legalPack, 'priorPrice')) return {};
  const prior = priorPrice(listMoves(record), addDays(asOf, 1));
  return prior === null ? {} : { priorPrice: prior };
}

function warningsOf(
  { product, priceSource, leadTime, demand }: SeriesRecord,
  stock: StockFacts,
  asOf: string,
): string[] {
  const warnings: string[] = [];
  if (product.landedCostMicros === null)
    warnings.push('no landed cost is given: the unit cost stands for it');
  if (priceSource === 'paid') warnings.push('no list price file: the price is the median that buyers paid');
  if (leadTime.meanDays > demand.length)
    warnings.push(
      `a lead time of ${unitsText(leadTime.meanDays)} days is longer than the history of ${demand.length}: what is asked for until an order comes is a guess`,
    );
  if (leadTime.source === 'assumed') warnings.push(`a lead time of ${leadTime.meanDays} days is assumed`);
  if (daysBetween(stock.asOf, asOf) > OLD_STOCK_DAYS)
    warnings.push(`the newest stock figure is of ${stock.asOf}: what has moved since is not counted`);
  const owed = stock.reserved - stock.onHand;
  if (owed > 0) warnings.push(`${unitsText(owed)} units more are owed to customers than are on hand`);
  else if (stock.reserved > 0)
    warnings.push(`${unitsText(stock.reserved)} units on hand are reserved and not counted`);
  if (stock.onOrder < 0)
    warnings.push(`${unitsText(stock.onOrder)} units on order make no sense: taken as none`);
  return warnings;
}
