import * as z from 'zod/mini';

/** A number as JSON writes it. */
const DECIMAL = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/**
 * Read the text of a query's parameter as a number, and a number (a claim that was signed) as it is. What JavaScript would
 * read further, `0x10` or blanks around digits, becomes NaN, which every schema of a number refuses.
 */
const numberOf = z.transform((given: unknown) => {
  if (typeof given === 'number') return given;
  return typeof given === 'string' && DECIMAL.test(given) ? Number(given) : Number.NaN;
});

/** A parameter of a query that is a number; `bounds` says which. */
export const queryNumber = <Bounds extends z.ZodMiniType<number, number>>(bounds: Bounds) =>
  z.optional(z.pipe(numberOf, bounds));
