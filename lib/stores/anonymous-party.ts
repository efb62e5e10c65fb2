import { ERASED_BUYER } from '../domain/index.ts';
import { quoteText } from './sql-text.ts';

/** Hexadecimal digits that tell two parties of one SKU apart. */
const DIGITS = 16;

/**
 * Write what stands for the buyer of an order line: an alias becomes one of the line's SKU alone, so that lines of one SKU still
 * undo one another and no two SKUs show the same party; any other name stays.
 *
 * @param name - SQL of the buyer's name: a pseudonym, or an alias (`ERASED_BUYER`) that nobody keeps
 * @param sku - SQL of the line's SKU
 */
export const anonymousParty = (name: string, sku: string): string =>
  `CASE WHEN starts_with(${name}, ${quoteText(ERASED_BUYER)})
    THEN concat(${quoteText(ERASED_BUYER)}, left(sha256(concat(${name}, ' ', ${sku})), ${DIGITS})) ELSE ${name} END`;
