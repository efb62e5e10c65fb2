import { type Buyer, type BuyerAdvice, dayNumber } from '../domain/index.ts';
import { createParquetFile, type ParquetColumn } from './parquet-file.ts';

/** What a night knows of one buyer. */
export type BuyerRow = {
  advice: BuyerAdvice;
  /** Absent where the market has too few buyers for segments. */
  buyer: Buyer | undefined;
  segmentName: string | undefined;
  /** As the customers file names it. */
  priceGroup: string | undefined;
};

/** The night's buyers as a Parquet file that is written while they pass by. */
export type BuyerFile = {
  add(row: BuyerRow): void;
  finish(): Uint8Array;
};

/** Rows held before they are written down. */
const GROUP_ROWS = 25_000;

/**
 * Write the night's buyers as Parquet, a row for each in the order given.
 *
 * `customer` (pseudonym), `segment`, `segment_name`, `price_group`, `recency_days`, `orders`, `year_revenue_minor`,
 * `currency`, `first_order`, `last_order`; of the prediction `model`, `chance_30_days`, `chance_90_days`,
 * `expected_orders_90_days`, `expected_spend_90_days_minor`, `chance_alive`, `next_order_from`, `next_order_median`,
 * `next_order_to`, `reason`; of the offers, first first and as long as one another, `offer_skus`, `offer_kinds`,
 * `offer_scores`; of its looks and quotes `views_30_days`, `views_90_days`, `searches_30_days`, `searches_90_days`, `open_quotes`,
 * `ended_quotes`, `won_quotes`; and `run`. What is not known is null; amounts are in minor units of `currency`.
 */
export function createBuyerFile(): BuyerFile {
  const file = createParquetFile();
  let rows: BuyerRow[] = [];
  let groups = 0;
  const writeGroup = () => {
    file.writeGroup([
      ...buyerColumns(rows),
      ...predictionColumns(rows),
      ...offerColumns(rows),
      ...interestColumns(rows),
      { name: 'run', type: 'text', values: rows.map(({ advice }) => advice.runId) },
    ]);
    groups++;
    rows = [];
  };
  return {
    add: (row) => {
      rows.push(row);
      if (rows.length === GROUP_ROWS) writeGroup();
    },
    finish: () => {
      if (rows.length > 0 || groups === 0) writeGroup();
      return file.finish();
    },
  };
}

type Take<T> = (row: BuyerRow) => T | undefined;

function columnsOf(rows: readonly BuyerRow[]) {
  const values = <T>(take: Take<T>) => rows.map((row) => take(row) ?? null);
  return {
    text: (name: string, take: Take<string>): ParquetColumn => ({ name, type: 'text', values: values(take) }),
    number: (name: string, take: Take<number>): ParquetColumn => ({
      ...{ name, type: 'number' },
      values: values(take),
    }),
    day: (name: string, take: Take<string>): ParquetColumn => {
      const dayOf = (row: BuyerRow) => {
        const date = take(row);
        return date === undefined ? undefined : dayNumber(date);
      };
      return { name, type: 'day', values: values(dayOf) };
    },
  };
}

function buyerColumns(rows: readonly BuyerRow[]): ParquetColumn[] {
  const { text, number, day } = columnsOf(rows);
  return [
    text('customer', ({ advice }) => advice.customer),
    text('segment', ({ buyer }) => buyer?.segment),
    text('segment_name', ({ segmentName }) => segmentName),
    text('price_group', ({ priceGroup }) => priceGroup),
    number('recency_days', ({ buyer }) => buyer?.recencyDays),
    number('orders', ({ buyer }) => buyer?.orders),
    number('year_revenue_minor', ({ buyer }) => buyer?.yearRevenue.minor),
    text(
      'currency',
      ({ buyer, advice }) => buyer?.yearRevenue.currency ?? advice.prediction?.expectedSpend90Days?.currency,
    ),
    day('first_order', ({ buyer }) => buyer?.firstOrder),
    day('last_order', ({ buyer }) => buyer?.lastOrder),
  ];
}

function predictionColumns(rows: readonly BuyerRow[]): ParquetColumn[] {
  const { text, number, day } = columnsOf(rows);
  return [
    text('model', ({ advice }) => advice.prediction?.model),
    number('chance_30_days', ({ advice }) => advice.prediction?.chanceWithin30Days),
    number('chance_90_days', ({ advice }) => advice.prediction?.chanceWithin90Days),
    number('expected_orders_90_days', ({ advice }) => advice.prediction?.expectedOrders90Days),
    number('expected_spend_90_days_minor', ({ advice }) => advice.prediction?.expectedSpend90Days?.minor),
    number('chance_alive', ({ advice }) => advice.prediction?.chanceAlive),
    day('next_order_from', ({ advice }) => advice.prediction?.nextOrder.from),
    day('next_order_median', ({ advice }) => advice.prediction?.nextOrder.median),
    day('next_order_to', ({ advice }) => advice.prediction?.nextOrder.to),
    text('reason', ({ advice }) => advice.prediction?.reason),
  ];
}

function offerColumns(rows: readonly BuyerRow[]): ParquetColumn[] {
  const offers = rows.map(({ advice }) => advice.offers);
  return [
    { name: 'offer_skus', type: 'texts', values: offers.map((list) => list.map(({ sku }) => sku)) },
    { name: 'offer_kinds', type: 'texts', values: offers.map((list) => list.map(({ kind }) => kind)) },
    { name: 'offer_scores', type: 'numbers', values: offers.map((list) => list.map(({ score }) => score)) },
  ];
}

function interestColumns(rows: readonly BuyerRow[]): ParquetColumn[] {
  const { number } = columnsOf(rows);
  return [
    number('views_30_days', ({ advice }) => advice.interest?.views30Days),
    number('views_90_days', ({ advice }) => advice.interest?.views90Days),
    number('searches_30_days', ({ advice }) => advice.interest?.searches30Days),
    number('searches_90_days', ({ advice }) => advice.interest?.searches90Days),
    number('open_quotes', ({ advice }) => advice.interest?.openQuotes),
    number('ended_quotes', ({ advice }) => advice.interest?.endedQuotes),
    number('won_quotes', ({ advice }) => advice.interest?.wonQuotes),
  ];
}
