import { InputError } from '../../domain/index.ts';
import { hashFraction } from './hash-fraction.ts';

/** Who operates a unit while a test runs. */
export type ArmName = 'ai' | 'human';

/** A unit that may be drawn, within its stratum: market and segment when it joined. */
export type UnitToAssign = { unit: string; stratum: string };

/** A unit with its arm. */
export type AssignedUnit = UnitToAssign & { arm: ArmName };

/** What draws are made by. */
export type DrawRule = {
  /** Of this experiment alone. */
  salt: string;
  /** Share of units of the AI arm; 0.5 by default. */
  aiShare?: number;
};

/**
 * Give each unit its arm: those that have one keep it, with the stratum it was drawn in; new ones are dealt within their stratum in the order of their hash, each
 * to the arm that is farther below its share, by the hash's coin where both are as far.
 *
 * So each stratum is split as planned to within a unit (a stratified permuted draw), the answer doesn't depend on the order
 * of the list, and a unit that joins moves no other. Keep the answer: an assignment is made once.
 *
 * @param already - what was assigned before
 * @returns `already` as it was, then the new ones by stratum and hash
 * @throws InputError when a unit is given twice, or `aiShare` is not between 0 and 1
 */
export function assignUnits(
  units: readonly UnitToAssign[],
  already: readonly AssignedUnit[],
  { salt, aiShare = 0.5 }: DrawRule,
): AssignedUnit[] {
  if (!(aiShare > 0 && aiShare < 1)) throw new InputError(`aiShare is ${aiShare}: between 0 and 1 is needed`);
  const known = new Set(already.map(({ unit }) => unit));
  const counts = new Map<string, Record<ArmName, number>>();
  for (const { stratum, arm } of already) countOf(counts, stratum)[arm]++;
  const fresh = units.filter(({ unit }) => !known.has(unit));
  if (new Set(units.map(({ unit }) => unit)).size < units.length)
    throw new InputError('a unit is given twice');
  const dealt = inDrawnOrder(fresh, salt).map(({ unit, stratum }): AssignedUnit => {
    const count = countOf(counts, stratum);
    const arm = armInNeed(count, aiShare) ?? (hashFraction(salt, 'coin', unit) < aiShare ? 'ai' : 'human');
    count[arm]++;
    return { unit, stratum, arm };
  });
  return [...already, ...dealt];
}

/**
 * Give a unit its arm by its hash alone: for units that several nights meet, each without the other's list. Their split is
 * as planned on average, not within each stratum.
 */
export function drawAlone(unit: string, { salt, aiShare = 0.5 }: DrawRule): ArmName {
  return hashFraction(salt, 'coin', unit) < aiShare ? 'ai' : 'human';
}

function inDrawnOrder(units: readonly UnitToAssign[], salt: string): UnitToAssign[] {
  return units
    .map((unit) => ({ unit, place: hashFraction(salt, 'order', unit.stratum, unit.unit) }))
    .sort(
      (a, b) =>
        compare(a.unit.stratum, b.unit.stratum) || a.place - b.place || compare(a.unit.unit, b.unit.unit),
    )
    .map(({ unit }) => unit);
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

function countOf(counts: Map<string, Record<ArmName, number>>, stratum: string): Record<ArmName, number> {
  const count = counts.get(stratum) ?? { ai: 0, human: 0 };
  counts.set(stratum, count);
  return count;
}

/** Which arm falls short of its share, counted with the unit to come; `null` where both are as far from it. */
function armInNeed({ ai, human }: Record<ArmName, number>, aiShare: number): ArmName | null {
  const missing = (ai + human + 1) * aiShare - ai - 0.5;
  if (Math.abs(missing) < 1e-9 * (ai + human + 1)) return null;
  return missing > 0 ? 'ai' : 'human';
}
