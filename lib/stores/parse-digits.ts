import { quoteText } from './sql-text.ts';

/** Digits and signs of other scripts, and those that stand for them (Unicode 16, decimal digits; full-width forms). */
const FOREIGN = [
  ['０１２３４５６７８９', '0123456789'],
  ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
  ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
  ['．，－＋−\u066b\u066c', '.,-+-.,'],
] as const;
const FOREIGN_FROM = FOREIGN.map(([from]) => from).join('');
const FOREIGN_TO = FOREIGN.map(([, to]) => to).join('');

/** A text with full-width and Arabic digits as ASCII ones; other lookalikes stay, and are refused as no digits. */
export const asciiDigits = (raw: string): string =>
  `translate(${raw}, ${quoteText(FOREIGN_FROM)}, ${quoteText(FOREIGN_TO)})`;
