import type { ContainerCheck } from '../domain/index.ts';
import { costOf, type DraftGroup, filled } from './draft-items.ts';
import { fillOrder } from './fill-order.ts';
import { shortNumber } from './number-text.ts';
import { cartonsOf } from './order-lines.ts';
import { fillerOf } from './settle-minimum.ts';

/** Below this share a begun container is not worth filling with stock that is not needed yet. */
const LEAST_FILL = 0.5;

/**
 * Fill the last container of an order that is at least half full, with what would be ordered soonest anyway; a container that
 * such stock does not fill stays as it is, and its fill is told.
 *
 * @param cartonsPerContainer - `null` where no container is known for the supplier
 * @param budgetLeft - what filling may cost, in the currency's unit
 */
export function settleContainer(
  group: DraftGroup,
  cartonsPerContainer: number | null,
  budgetLeft: number,
): { group: DraftGroup; check: ContainerCheck | null } {
  if (cartonsPerContainer === null || !(cartonsPerContainer > 0)) return { group, check: null };
  const before = fillOf(group, cartonsPerContainer);
  const missing = before.containers * cartonsPerContainer - before.cartons;
  if (before.lastFill < LEAST_FILL || missing < 1) return { group, check: checkOf(before, '') };
  const fillers = group.items.map((item) => {
    const { unitsPerCarton } = item.candidate;
    const known = unitsPerCarton !== null && unitsPerCarton > 0;
    // whole cartons: a pack that leaves one begun would take the room of a whole one
    const packSize = known ? Math.max(item.candidate.packSize, unitsPerCarton) : item.candidate.packSize;
    return known
      ? { ...fillerOf(item, 1 / unitsPerCarton), packSize }
      : { ...fillerOf(item, 0), dailyDemand: 0 };
  });
  // what begun cartons and the last pack take beyond is left out: a container is never overfull
  const filling = fillOrder(fillers, missing);
  if (filling.kind === 'beyondReach')
    return { group, check: checkOf(before, '; what would be needed soon does not fill it') };
  const more = { ...group, items: group.items.map((item, i) => filled(item, filling.units[i]!)) };
  const after = fillOf(more, cartonsPerContainer);
  if (after.containers > before.containers || costOf(more) - costOf(group) > budgetLeft)
    return { group, check: checkOf(before, '; whole packs or the budget do not fill it exactly') };
  return { group: more, check: checkOf(after, ', filled up with what is needed soonest') };
}

function fillOf({ items }: DraftGroup, cartonsPerContainer: number) {
  const ordered = items.filter(({ units }) => units > 0);
  const counts = ordered.map(({ units, candidate }) =>
    cartonsOf({ units, unitsPerCarton: candidate.unitsPerCarton }),
  );
  return containerFill(counts, cartonsPerContainer);
}

/** Judge the containers of an order's lines, by their cartons; `null` for a line whose cartons are not known. */
export function containerFill(counts: readonly (number | null)[], cartonsPerContainer: number) {
  const cartons = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const containers = Math.ceil(cartons / cartonsPerContainer - 1e-9);
  const last = cartons - Math.max(0, containers - 1) * cartonsPerContainer;
  return {
    cartons,
    cartonsPerContainer,
    containers,
    lastFill: Math.round((1000 * last) / cartonsPerContainer) / 1000,
    uncountedLines: counts.filter((count) => count === null).length,
  };
}

/** Say in words how full the containers are. */
export function checkOf(fill: ReturnType<typeof containerFill>, more: string): ContainerCheck {
  const { cartons, containers, lastFill, uncountedLines } = fill;
  const unknown = uncountedLines === 0 ? '' : `; ${uncountedLines} lines without carton size are not counted`;
  const text = `${shortNumber(cartons)} cartons in ${containers} container${containers === 1 ? '' : 's'}, the last ${shortNumber(lastFill * 100)} % full${more}${unknown}`;
  return { ...fill, text };
}
