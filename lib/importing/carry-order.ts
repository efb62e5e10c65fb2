/** Fills what the further rows of an order leave blank. */
export type OrderCarrier = {
  /** Fill a row's cells, which are changed. */
  fill(cells: string[]): void;
  /** Forget the order: after a row that could not be read nobody knows whose the next ones are. */
  forget(): void;
};

/**
 * Make what carries an order's fields from its first row to its further ones: those that have its number, or none.
 *
 * @param order - place of the order's number among the cells
 * @param carried - places of the cells that are carried
 */
export function createOrderCarrier(order: number, carried: readonly number[]): OrderCarrier {
  let first: string[] | undefined;
  return {
    fill: (cells) => {
      const number = cells[order] ?? '';
      const isFurther = first !== undefined && (number === first[order] || number === '');
      if (!isFurther) {
        first = number === '' ? undefined : [...cells];
        return;
      }
      for (const place of carried) if (cells[place] === '') cells[place] = first?.[place] ?? '';
    },
    forget: () => {
      first = undefined;
    },
  };
}
