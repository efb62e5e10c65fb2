import type { StoredOutcome } from '../domain/index.ts';

/**
 * Keep of the outcomes of a SKU those that stand: each key once, and none that a later one corrects. Of several corrections of one
 * outcome the last in the order of keys stands, whatever order they came in.
 *
 * @returns in the order of their keys
 */
export function standingOutcomes(outcomes: readonly StoredOutcome[]): StoredOutcome[] {
  const byKey = new Map(outcomes.map((outcome) => [outcome.key, outcome]));
  const corrected = new Set(
    [...byKey.values()].flatMap(({ corrects, key }) => (corrects === key ? [] : (corrects ?? []))),
  );
  const standing = new Map<string, StoredOutcome>();
  for (const outcome of [...byKey.values()].sort((one, other) => compareKeys(one.key, other.key)))
    if (!corrected.has(outcome.key)) standing.set(rootOf(outcome, byKey), outcome);
  return [...standing.values()];
}

/** The first outcome of a chain of corrections; a chain that bites its own tail ends where it does. */
function rootOf(outcome: StoredOutcome, byKey: ReadonlyMap<string, StoredOutcome>): string {
  const seen = new Set([outcome.key]);
  let root = outcome.key;
  let before = outcome.corrects;
  while (before !== undefined && !seen.has(before)) {
    seen.add(before);
    root = before;
    before = byKey.get(before)?.corrects;
  }
  return root;
}

const compareKeys = (one: string, other: string) => (one < other ? -1 : Number(one > other));
