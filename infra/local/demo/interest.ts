import { addDays, currencyDigits } from '../../../lib/domain/index.ts';
import { createRandom, type Random, seedFrom } from '../../../lib/numeric/index.ts';
import type { DemoBuyer } from './buyers.ts';
import { type DemoFile, decimalText, demoFile } from './demo-file.ts';
import { DAYS, dateAt, FIRST_DATE } from './markets.ts';
import { roundPrice } from './prices.ts';
import type { OrderLine } from './simulate.ts';
import type { MarketWorld } from './world.ts';

/** The market whose shop and sales desk export what buyers looked at and were quoted; the others have orders alone. */
export const INTEREST_MARKET = 'jp';

/** Looks and quotes go back this far. */
const FIRST_DAY = DAYS - 180;
const LOOKED_BEFORE_ORDERING = 0.4;
const IDLE_LOOKS_A_VISIT = 2;
const SEARCH_SHARE = 0.2;
const QUOTED_SHARE = 0.03;
const QUOTE_DAYS = 30;
const QUOTE_DISCOUNT = 0.97;
/** Quotes without an order, for each that was won. */
const OTHERS_FOR_EACH_WON = 0.8;
const OPEN_DAYS = 14;

type Look = { day: number; buyer: DemoBuyer; sku: string; kind: 'viewed' | 'searched' };

/**
 * Write what a market's buyers looked at in the shop and were quoted, in the last 180 days: of the orders that came by the
 * shop many lines were looked at before, and buyers also look at what they don't order; a few lines were quoted first,
 * and there are quotes that were lost, that ended without an answer, or that are still open.
 */
export function interestFiles(
  world: MarketWorld,
  lines: readonly OrderLine[],
  { seed }: { seed: number },
): DemoFile[] {
  const { market } = world.market;
  const random = createRandom(seedFrom(seed, 'interest', market));
  const sold = lines.filter(({ status, day }) => status === 'shipped' && day >= FIRST_DAY);
  const looks = [...looksBefore(random, sold), ...idleLooks(random, world)].sort((a, b) => a.day - b.day);
  return [
    demoFile(
      { market, kind: 'interactions', fileName: 'shop-looks.csv' },
      ['customer_id', 'sku', 'at', 'kind'],
      looks.map(({ buyer, sku, day, kind }) => [buyer.customerId, sku, dateAt(day), kind]),
    ),
    demoFile(
      { market, kind: 'quotes', fileName: 'quotes.csv' },
      ['quote_id', 'customer_id', 'sku', 'quantity', 'price', 'quoted_at', 'valid_to', 'outcome'],
      quoteRows(random, world, sold),
    ),
  ];
}

function looksBefore(random: Random, sold: readonly OrderLine[]): Look[] {
  return sold.flatMap(({ buyer, sku, day }) => {
    if (buyer.channel !== 'web' || random() >= LOOKED_BEFORE_ORDERING) return [];
    return lookTimes(random, { buyer, sku, day: Math.max(FIRST_DAY, day - Math.floor(5 * random())) });
  });
}

function idleLooks(random: Random, { buyers, products }: MarketWorld): Look[] {
  const looks: Look[] = [];
  for (const buyer of buyers) {
    if (buyer.channel !== 'web') continue;
    for (let day = Math.max(FIRST_DAY, buyer.activeFrom); day <= buyer.activeTo; day++) {
      if (random() >= buyer.visitsPerDay * IDLE_LOOKS_A_VISIT) continue;
      const product = products[Math.floor(products.length * random())];
      if (product !== undefined) looks.push(...lookTimes(random, { buyer, sku: product.sku, day }));
    }
  }
  return looks;
}

/** One to three looks of a day. */
function lookTimes(random: Random, look: Omit<Look, 'kind'>): Look[] {
  return Array.from({ length: 1 + Math.floor(3 * random()) }, () => ({
    ...look,
    kind: random() < SEARCH_SHARE ? 'searched' : 'viewed',
  }));
}

function quoteRows(random: Random, world: MarketWorld, sold: readonly OrderLine[]): (string | number)[][] {
  const digits = currencyDigits(world.market.currency);
  const rows: (string | number)[][] = [];
  const add = (
    { buyer, sku, units, micros }: { buyer: DemoBuyer; sku: string; units: number; micros: number },
    day: number,
    outcome: string,
  ) =>
    rows.push([
      `Q-${String(rows.length + 1).padStart(4, '0')}`,
      ...[buyer.customerId, sku, units, decimalText(micros, digits)],
      ...[dateAt(day), addDays(FIRST_DATE, day + QUOTE_DAYS), outcome],
    ]);
  for (const { buyer, sku, units, priceMicros, day } of sold) {
    if (random() < QUOTED_SHARE)
      add({ buyer, sku, units, micros: priceMicros }, Math.max(FIRST_DAY, day - 7), 'won');
    if (random() >= QUOTED_SHARE * OTHERS_FOR_EACH_WON) continue;
    const asked = Math.min(DAYS - 1, day + Math.floor(20 * random()));
    const other = askedProduct(random, world, { buyer, units });
    const isOpen = asked >= DAYS - OPEN_DAYS;
    if (other !== undefined) add(other, asked, isOpen ? 'open' : random() < 0.7 ? 'lost' : '');
  }
  return rows;
}

/** A product that the buyer asks a price for, a little below the list; none where it is not sold yet. */
function askedProduct(
  random: Random,
  { products, histories, market }: MarketWorld,
  asker: { buyer: DemoBuyer; units: number },
) {
  const place = Math.floor(products.length * random());
  const [product, listed] = [products[place], histories[place]?.daily.standard.at(-1) ?? 0];
  if (product === undefined || listed === 0) return undefined;
  return { ...asker, sku: product.sku, micros: roundPrice(listed * QUOTE_DISCOUNT, market, product) };
}
