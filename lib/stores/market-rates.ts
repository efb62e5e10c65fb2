import * as z from 'zod/mini';
import { isoDate, parseAs, type Rate } from '../domain/index.ts';
import { RATE_DAYS } from '../insight/index.ts';
import type { MarketSql } from './market-sql.ts';

const RATES_SQL = `SELECT strftime(date, '%Y-%m-%d') AS date, base, quote, rate FROM rates
  WHERE date BETWEEN CAST($asOf AS DATE) - ${RATE_DAYS} AND CAST($asOf AS DATE) ORDER BY ALL`;

const rateRows = z.array(z.object({ date: isoDate, base: z.string(), quote: z.string(), rate: z.number() }));

/** Read the rates that the merchant uploaded for the month that ends on a day. */
export async function readRates({ run }: MarketSql, asOf: string): Promise<Rate[]> {
  return parseAs(rateRows, await run(RATES_SQL, { asOf }), 'the rates');
}
