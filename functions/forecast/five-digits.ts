/** Five digits are far below any forecast's error, and a third of the item's size. */
export function fiveDigits(value: number): number {
  return Number(value.toPrecision(5));
}
