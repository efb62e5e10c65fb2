import type { Held } from '../../lib/domain/index.ts';
import type { Trace } from '../../lib/stores/index.ts';

/** Count traces by their store, with what was counted before. */
export function addHeld(held: readonly Held[], traces: readonly Trace[]): Held[] {
  const sums = new Map(held.map((each) => [each.store, { ...each }]));
  for (const { store, taken } of traces) {
    const sum = sums.get(store) ?? { store, objects: 0, rows: 0 };
    sum.objects += 1;
    sum.rows += taken.length;
    sums.set(store, sum);
  }
  return [...sums.values()].sort((a, b) => (a.store < b.store ? -1 : 1));
}
