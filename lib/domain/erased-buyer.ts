/**
 * How the name begins that stands in an order line in the place of an erased buyer. It leads back to nobody: it is there so
 * that the lines of one SKU still undo one another, and demand stays what it was.
 */
export const ERASED_BUYER = 'erased-';
