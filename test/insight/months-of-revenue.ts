import { type Analysis, addMonths } from '../../lib/domain/index.ts';

/** Whole months from January 2023 on with these revenues; `partial` names those that are cut off, by their place. */
export function monthsOf(revenues: readonly number[], partial: readonly number[] = []): Analysis['months'] {
  return revenues.map((minor, i) => ({
    month: addMonths('2023-01', i),
    revenue: { minor, currency: 'EUR' },
    orders: 1,
    buyers: 5,
    partial: partial.includes(i),
  }));
}
