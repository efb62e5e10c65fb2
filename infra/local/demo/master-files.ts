import { addDays, currencyDigits } from '../../../lib/domain/index.ts';
import type { DemoBuyer, PriceGroup } from './buyers.ts';
import type { DemoProduct } from './catalog.ts';
import { type DemoFile, decimalText, demoFile } from './demo-file.ts';
import { DAYS, type DemoLocation, dateAt, demoLocations, demoMarkets, FIRST_DATE } from './markets.ts';
import { breakPrice, breakUnits, priceGroups, roundPrice } from './prices.ts';
import { suppliers } from './suppliers.ts';
import type { MarketWorld } from './world.ts';

/** Write what a market's ERP would export of its master data: products, customers, suppliers, prices and events. */
export function masterFiles(world: MarketWorld): DemoFile[] {
  return [
    productsFile(world),
    customersFile(world),
    suppliersFile(world),
    pricesFile(world),
    eventsFile(world),
    ratesFile(world),
  ];
}

/** Purchase cost of a unit in the market's currency, in millionths; `null` where the demo keeps it unknown. */
export function unitCostMicros(world: MarketWorld, product: DemoProduct): number | null {
  if (!product.hasCost) return null;
  return roundPrice(
    product.priceEur * product.costShare * world.market.unitsPerEur * 1e6,
    world.market,
    product,
  );
}

function productsFile(world: MarketWorld): DemoFile {
  const { market, currency, location } = world.market;
  const digits = currencyDigits(currency);
  const served = demoLocations.find((entry) => entry.location === location) ?? demoLocations[0];
  const header =
    'sku,name,category,brand,unit_cost,cost_currency,list_price,currency,pack_size,moq,lead_time_days,supplier';
  const rows = world.products.map((product, index) => {
    const cost = unitCostMicros(world, product);
    const list = world.histories[index]?.daily.standard[DAYS - 1] ?? 0;
    return [
      product.sku,
      product.name,
      product.category,
      product.brand,
      cost === null ? '' : decimalText(cost, digits),
      cost === null ? '' : currency,
      decimalText(list, digits),
      currency,
      product.packUnits,
      product.minimumOrderUnits,
      leadTimeDays(product.supplier, served),
      product.supplier,
    ];
  });
  return demoFile({ market, kind: 'products', fileName: 'products.csv' }, header.split(','), rows);
}

/** What a euro was on the last day of each month: the demo's constant, so that markets can be told in one currency. */
function ratesFile({ market: { market } }: MarketWorld): DemoFile {
  const monthEnds = Array.from({ length: DAYS }, (_, day) => dateAt(day)).filter((date) =>
    addDays(date, 1).endsWith('-01'),
  );
  const others = demoMarkets.filter(({ currency }) => currency !== 'EUR');
  const rows = monthEnds.flatMap((date) =>
    others.map(({ currency, unitsPerEur }) => [date, 'EUR', currency, String(unitsPerEur)]),
  );
  return demoFile({ market, kind: 'rates', fileName: 'rates.csv' }, ['date', 'base', 'quote', 'rate'], rows);
}

/** The names, e-mails and phones are made up, and here on purpose: ingest must drop personal columns. */
function customersFile({ market, buyers }: MarketWorld): DemoFile {
  const header = 'customer_id,name,contact_name,email,phone,country,price_group,channel,since';
  const rows = buyers.map((buyer) => [
    buyer.customerId,
    `Made-up Company ${buyer.customerId}, ${companyForm[market.market] ?? 'Ltd'}`,
    contactName(buyer),
    `buying@${buyer.customerId.toLowerCase()}.example`,
    // No country has this code, so nobody can be called.
    `+00 555 ${buyer.customerId.slice(-4)}`,
    market.country,
    buyer.priceGroup,
    buyer.channel,
    buyer.since,
  ]);
  return demoFile(
    { market: market.market, kind: 'customers', fileName: 'customers.csv' },
    header.split(','),
    rows,
  );
}

const companyForm: Readonly<Record<string, string>> = { de: 'GmbH', gb: 'Ltd', jp: '株式会社', us: 'Inc.' };
const samplePeople = ['Erika Beispiel', 'Max Muster', 'Jane Sample', 'Joe Example', '見本 花子', '例 太郎'];

function contactName(buyer: DemoBuyer): string {
  const number = Number(buyer.customerId.slice(3));
  return `${samplePeople[number % samplePeople.length] ?? 'Sample'} ${number}`;
}

function suppliersFile({ market }: MarketWorld): DemoFile {
  const served = demoLocations.find((entry) => entry.location === market.location) ?? demoLocations[0];
  const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'];
  const header = 'supplier,lead_time_days,minimum_order_value,order_days,currency';
  const rows = suppliers.map((supplier) => [
    supplier.supplier,
    leadTimeDays(supplier.supplier, served),
    Math.round(supplier.minimumOrderValueEur * market.unitsPerEur),
    supplier.orderDays.map((weekday) => weekdayNames[weekday - 1] ?? '').join(';'),
    market.currency,
  ]);
  return demoFile(
    { market: market.market, kind: 'suppliers', fileName: 'suppliers.csv' },
    header.split(','),
    rows,
  );
}

function pricesFile(world: MarketWorld): DemoFile {
  const { market, currency } = world.market;
  const digits = currencyDigits(currency);
  const header = 'sku,valid_from,valid_to,price,currency,price_group,customer_id,min_quantity';
  const lists = world.products.flatMap((product, index) =>
    priceGroups.flatMap(({ priceGroup }) =>
      listRows(world, { product, index, priceGroup }).map(({ fromDay, toDay, micros, units }) => [
        product.sku,
        dateAt(fromDay),
        toDay === DAYS - 1 ? '' : dateAt(toDay),
        decimalText(micros, digits),
        currency,
        priceGroup,
        '',
        units,
      ]),
    ),
  );
  const contracts = world.contracts.map((contract) => [
    contract.sku,
    dateAt(contract.fromDay),
    addDays(FIRST_DATE, contract.toDay),
    decimalText(contract.priceMicros, digits),
    currency,
    '',
    contract.customerId,
    1,
  ]);
  return demoFile({ market, kind: 'prices', fileName: 'prices.csv' }, header.split(','), [
    ...lists,
    ...contracts,
  ]);
}

type ListRow = { fromDay: number; toDay: number; micros: number; units: number };

/** One row for each stretch of days with the same price, so that no two rows of a group and quantity overlap. */
function listRows(
  { histories, market }: MarketWorld,
  { product, index, priceGroup }: { product: DemoProduct; index: number; priceGroup: PriceGroup },
): ListRow[] {
  const daily = histories[index]?.daily[priceGroup] ?? new Float64Array(0);
  const rows: ListRow[] = [];
  for (const [day, micros] of daily.entries()) {
    const last = rows.at(-1);
    if (last && last.micros === micros) last.toDay = day;
    else if (micros > 0) rows.push({ fromDay: day, toDay: day, micros, units: 1 });
  }
  if (!product.hasQuantityBreak) return rows;
  const units = breakUnits(product);
  return rows.flatMap((row) => [
    row,
    { ...row, units, micros: breakPrice(row.micros, units, market, product) },
  ]);
}

function eventsFile({ market, promotions, daysOff }: MarketWorld): DemoFile {
  const off = daysOff.map(({ name, from, to, kind }) => [name, from, to, '', kind]);
  const offers = promotions.map(({ name, fromDay, toDay, sku }) => [
    name,
    dateAt(fromDay),
    dateAt(toDay),
    sku,
    'promotion',
  ]);
  return demoFile({ market: market.market, kind: 'events', fileName: 'events.csv' }, EVENT_HEADER, [
    ...off,
    ...offers,
  ]);
}

const EVENT_HEADER = ['name', 'from', 'to', 'sku', 'kind'];

function leadTimeDays(name: string, location: DemoLocation): number {
  const supplier = suppliers.find((entry) => entry.supplier === name) ?? suppliers[0];
  return Math.round(supplier.leadTimeDays * location.leadTimeFactor);
}
