import * as z from 'zod/mini';
import { queryNumber } from './query-number.ts';

const onHand = z
  .number()
  .check(
    z.gte(0),
    z.lte(1e12),
    z.describe(
      'Units on the shelf at the location now; where it is left out, those of the newest stock file.',
    ),
  );
const onOrder = z
  .number()
  .check(
    z.gte(0),
    z.lte(1e12),
    z.describe('Units ordered from suppliers and not received yet; where it is left out, those last known.'),
  );
const price = z.number().check(
  // less than a millionth would be rounded to a price of nothing
  z.gte(1e-6),
  z.lte(1e9),
  z.describe("Today's list price of one unit in the market's currency; rounded to millionths of it."),
);
/** Who buys, by the merchant's own code or by its pseudonym. The description below is what OpenAPI says. */
const customer = z
  .string()
  .check(
    z.trim(),
    z.minLength(1),
    z.maxLength(200),
    z.describe(
      "The buyer: the merchant's own customer code as in its files, or the pseudonym that Tradewind gave it (`c1-` and 32 hexadecimal digits; whatever has that form is taken for one). Their contract, price group and quantity breaks then apply; an unknown customer pays everyone's price, and the reasons say so. A code is hashed at once: it is neither stored nor logged.",
    ),
  );
const quantity = z
  .number()
  .check(
    z.gt(0),
    z.lte(1e12),
    z.describe('Units that the buyer wants, for quantity breaks; 1 where it is left out.'),
  );

/** What a merchant app may say of the SKU's state; what it leaves out comes from the last upload. */
export const recommendationQuerySchema = z.strictObject({
  onHand: queryNumber(onHand),
  onOrder: queryNumber(onOrder),
  price: queryNumber(price),
  customer: z.optional(customer),
  quantity: queryNumber(quantity),
});
export type RecommendationQuery = z.infer<typeof recommendationQuerySchema>;

/** The same figures in a body, where numbers are numbers. */
export const askedFigures = {
  onHand: z.optional(onHand),
  onOrder: z.optional(onOrder),
  price: z.optional(price),
  customer: z.optional(customer),
  quantity: z.optional(quantity),
};
