import { addDays, type PurchaseOrder, type SupplierPerformance } from '../domain/index.ts';
import { tidy } from './number-text.ts';
import type { UploadedLine } from './pending-units.ts';

/** What uploaded purchase orders come to by supplier over a year: counts of lines, and units. */
export type SupplierCounts = {
  supplier: string;
  /** Lines received that had a due date, and those of them that were in time. */
  judgedLines: number;
  onTimeLines: number;
  meanLatenessDays: number | null;
  /** Units due by the date, and those of them that have not come. */
  dueUnits: number;
  missingUnits: number;
  overdueLines: number;
};

const YEAR_DAYS = 365;

/**
 * Judge suppliers by what arrived late or short.
 *
 * Uploads know what was ordered only as the ERP keeps it: where an order of ours was confirmed or received with fewer units
 * than it asked for, the difference counts as short too.
 *
 * @param orders - of the location, approved or later
 */
export function supplierPerformance(
  counts: readonly SupplierCounts[],
  orders: readonly PurchaseOrder[],
  uploaded: readonly UploadedLine[],
  asOf: string,
): SupplierPerformance[] {
  return counts.map((count): SupplierPerformance => {
    const cut = unitsCut(
      orders.filter(
        ({ supplier, expectedArrival }) => supplier === count.supplier && expectedArrival <= asOf,
      ),
      uploaded,
    );
    const due = count.dueUnits + cut;
    const { supplier, judgedLines, overdueLines } = count;
    return {
      supplier,
      from: addDays(asOf, 1 - YEAR_DAYS),
      to: asOf,
      judgedLines,
      onTimeShare: judgedLines > 0 ? tidy(count.onTimeLines / judgedLines) : null,
      meanLatenessDays: count.meanLatenessDays === null ? null : tidy(count.meanLatenessDays),
      shortShare: due > 0 ? tidy((count.missingUnits + cut) / due) : null,
      overdueLines,
    };
  });
}

/** Units of shown orders that no row of theirs holds any more. */
function unitsCut(orders: readonly PurchaseOrder[], uploaded: readonly UploadedLine[]): number {
  let cut = 0;
  for (const { id, lines } of orders) {
    const rows = uploaded.filter(({ orderId }) => orderId === id);
    if (rows.length === 0) continue;
    for (const { sku, units } of lines) {
      const shown = rows.find((row) => row.sku === sku)?.units ?? 0;
      cut += Math.max(0, units - shown);
    }
  }
  return cut;
}
