import * as z from 'zod/mini';
import { moneySchema, unitPriceSchema } from './money.ts';

/**
 * A figure of a sentence: a number whose unit is in its name, a name or a date, a yes or no, a price, money, or a list of names;
 * `null` where it does not apply.
 */
export const figureSchema = z.union([
  z.null(),
  z.number(),
  z.string(),
  z.boolean(),
  unitPriceSchema,
  moneySchema,
  z.array(z.string()),
]);
export type Figure = z.infer<typeof figureSchema>;

/** The figures of a reason or a limit by their names; which a code has, `reasonFigures` and `limitFigures` say. */
export const figuresSchema = z
  .record(z.string(), figureSchema)
  .check(z.describe('What the sentence is made from, by name; absent in rows of older runs.'));
