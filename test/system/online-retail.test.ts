import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  analysisSchema,
  contracts,
  recommendationSchema,
  runViewSchema,
  segmentationSchema,
  storedForecastSchema,
} from '../../lib/domain/index.ts';
import { writeFiles } from './data-folder.ts';
import { type InvoiceLine, onlineRetailPart } from './online-retail-part.ts';
import { PATIENCE_MS, type RunningStack, startStack, temporaryState } from './running-stack.ts';

const FULL = process.env.TRADEWIND_FULL !== undefined;
const PATIENCE = FULL ? 4 * PATIENCE_MS : PATIENCE_MS;
jest.setTimeout(PATIENCE);

/** The whole file is a minute and a half of work; so many SKUs with the most lines are a few seconds. */
const SKUS = FULL ? Infinity : 100;
const ROWS_OF_THE_FILE = 340_014;
const AS_OF = '2011-12-09';
const YEAR_FROM = '2010-12-10';
const BEST_SELLER = '85123A';

const file = join(process.env.TRADEWIND_SHARED ?? '../shared', 'data/retail/online-retail.csv.gz');
const isThere = existsSync(file);
if (!isThere) console.warn(`skipped: ${file} is not there (set TRADEWIND_SHARED)`);

(isThere ? describe : describe.skip)('the invoices of a real wholesaler, through the whole loop', () => {
  const state = temporaryState();
  let lines: InvoiceLine[];
  let stack: RunningStack;

  beforeAll(async () => {
    const part = onlineRetailPart(file, SKUS, join(state.folder, 'part'));
    lines = part.lines;
    writeFiles(join(state.folder, 'data'), part.files);
    stack = await startStack(state.folder, '--data', join(state.folder, 'data'));
  }, PATIENCE);
  afterAll(async () => {
    await stack?.stop();
    state.remove();
  });

  test('are read row by row, none lost: a row is refused where its price is below 0', async () => {
    const { items } = await stack.read(contracts['GET /v1/uploads'].answer, '/v1/uploads');

    const refused = lines.filter(({ price }) => price < 0).length;
    const orders = items.find(({ kind }) => kind === 'orders');
    expect(orders?.rows).toEqual({
      read: lines.length,
      accepted: lines.length - refused,
      merged: 0,
      quarantined: refused,
      waiting: 0,
    });
    if (FULL) expect(lines).toHaveLength(ROWS_OF_THE_FILE);
    expect(items.map(({ kind, state }) => [kind, state]).sort()).toEqual([
      ['orders', refused > 0 ? 'partlyAccepted' : 'accepted'],
      ['products', 'accepted'],
      ['stock', 'accepted'],
    ]);
  });

  test('are run as of their own last day, with a series for every product that was sold', async () => {
    const run = await stack.read(runViewSchema, `/v1/runs/gb-${AS_OF}`);

    const bought = lines.filter(({ sku, price }) => price > 0 && /^\d{5}/.test(sku));
    const sold = new Set(bought.filter(({ units }) => units > 0).map(({ sku }) => sku));
    const kept = [...Map.groupBy(bought, ({ sku }) => sku).values()].filter((ofSku) => unitsOf(ofSku) > 0);
    expect(run).toMatchObject({ state: 'finished', asOf: AS_OF });
    // a SKU of which every sale was cancelled had no demand
    expect(run.series).toBeGreaterThanOrEqual(kept.length);
    expect(run.series).toBeLessThanOrEqual(sold.size);
    expect(run.summary?.forecasts).toBeGreaterThan(0.95 * run.series);
    expect(run.summary?.policies).toBeGreaterThan(0.95 * run.series);
  });

  test('give the best-selling SKU its forecast', async () => {
    const forecast = await stack.read(storedForecastSchema, `/v1/markets/gb/forecasts/${BEST_SELLER}`);

    const recent = lines.filter(
      ({ sku, units, date }) => sku === BEST_SELLER && units > 0 && date > '2011-09-09',
    );
    const perDay = unitsOf(recent) / 91;
    const ahead = forecast.mean.slice(0, 28).reduce((sum, units) => sum + units, 0) / 28;
    expect(forecast.asOf).toBe(AS_OF);
    // the next four weeks are of the size of the last thirteen
    expect(ahead).toBeGreaterThan(perDay / 3);
    expect(ahead).toBeLessThan(perDay * 3);
    expect(forecast.backtest?.mase).toBeLessThan(2);
  });

  test('give the best-selling SKU its recommendation, within the limits of price and stock', async () => {
    const advice = await stack.read(
      recommendationSchema,
      `/v1/markets/gb/skus/${BEST_SELLER}/recommendation`,
    );

    expect(advice).toMatchObject({ kind: 'ready', asOf: AS_OF, mode: 'suggest' });
    if (advice.kind !== 'ready' || advice.proposal === null) throw new Error('no proposal');
    const { price, orderUnits } = advice.proposal;
    const prices = lines
      .filter(({ sku, price }) => sku === BEST_SELLER && price > 0)
      .map(({ price }) => price);
    expect(price.currency).toBe('GBP');
    expect(price.micros / 1e6).toBeGreaterThan(Math.min(...prices) / 2);
    expect(price.micros / 1e6).toBeLessThan(Math.max(...prices) * 1.5);
    expect(orderUnits).toBeGreaterThanOrEqual(0);
  });

  test('give every customer with a purchase a segment', async () => {
    const { segments } = await stack.read(segmentationSchema, '/v1/markets/gb/segments');

    const customers = new Set(
      lines.filter(({ customer, units }) => customer !== '' && units > 0).map(({ customer }) => customer),
    );
    expect(segments.length).toBeGreaterThan(1);
    expect(segments.reduce((sum, { buyers }) => sum + buyers, 0)).toBe(customers.size);
    expect(segments.reduce((sum, { revenueShare }) => sum + revenueShare, 0)).toBeCloseTo(1, 9);
  });

  test('add up to the revenue of the year that the invoices give', async () => {
    const analysis = await stack.read(analysisSchema, '/v1/markets/gb/analysis');

    const year = lines.filter(({ date, price }) => date >= YEAR_FROM && price >= 0);
    const pence = year.reduce((sum, { units, price }) => sum + Math.round(units * price * 100), 0);
    expect(analysis.from).toBe(YEAR_FROM);
    expect(analysis.revenue).toEqual({ minor: pence, currency: 'GBP' });
  });
});

const unitsOf = (lines: readonly InvoiceLine[]) => lines.reduce((sum, { units }) => sum + units, 0);
