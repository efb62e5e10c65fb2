import type { Random } from '../../numeric/index.ts';
import type { RegressionRows } from './regression-rows.ts';

/** What was drawn as a whole, within which stratum, into which arm. */
export type Blocks = {
  /** [n] block of each row. */
  block: Int32Array;
  /** Blocks of each stratum. */
  strata: number[][];
  /** [blocks] the arm that was drawn: 1 is the AI. */
  arms: Uint8Array;
};

/** Take clusters as blocks where each lies in one arm and stratum, else rows. */
export function layOutBlocks({ arm, cluster, clusters, stratum }: RegressionRows): Blocks {
  const together = whole(arm, cluster) && whole(stratum, cluster);
  const block = together ? cluster : Int32Array.from(arm, (_, i) => i);
  const arms = new Uint8Array(together ? clusters : arm.length);
  const seen = new Set<number>();
  const strata = new Map<number, number[]>();
  block.forEach((label, row) => {
    arms[label] = arm[row]!;
    if (seen.has(label)) return;
    seen.add(label);
    const members = strata.get(stratum[row]!) ?? [];
    members.push(label);
    strata.set(stratum[row]!, members);
  });
  return { block, strata: [...strata.values()], arms };
}

/** Count the draws that keep each stratum's number of AI blocks: Π C(blocks, of them AI). */
export function countDraws({ strata, arms }: Blocks): number {
  let draws = 1;
  for (const members of strata) {
    const chosen = members.filter((label) => arms[label] === 1).length;
    for (let i = 0; i < chosen; i++) draws = (draws * (members.length - i)) / (i + 1);
  }
  return Math.round(draws);
}

/** Yield every such draw once; the same array each time, overwritten. */
export function* everyDraw({ strata, arms }: Blocks): Generator<Uint8Array> {
  const drawn = new Uint8Array(arms.length);
  const wanted = strata.map((members) => members.filter((label) => arms[label] === 1).length);
  function* fill(at: number, from: number, left: number): Generator<Uint8Array> {
    const members = strata[at];
    if (members === undefined) {
      yield drawn;
      return;
    }
    if (left === 0) {
      yield* fill(at + 1, 0, wanted[at + 1] ?? 0);
      return;
    }
    for (let i = from; i <= members.length - left; i++) {
      drawn[members[i]!] = 1;
      yield* fill(at, i + 1, left - 1);
      drawn[members[i]!] = 0;
    }
  }
  yield* fill(0, 0, wanted[0] ?? 0);
}

/** Yield so many draws by chance (Fisher–Yates within strata); the same array each time, overwritten. */
export function* drawArms({ strata, arms }: Blocks, draws: number, random: Random): Generator<Uint8Array> {
  const drawn = Uint8Array.from(arms);
  for (let draw = 0; draw < draws; draw++) {
    for (const members of strata) {
      for (let i = members.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        const kept = drawn[members[i]!]!;
        drawn[members[i]!] = drawn[members[j]!]!;
        drawn[members[j]!] = kept;
      }
    }
    yield drawn;
  }
}

/** Tell whether each cluster has one value. */
function whole(values: ArrayLike<number>, cluster: Int32Array): boolean {
  const first = new Map<number, number>();
  return cluster.every((label, row) => {
    const value = values[row]!;
    const known = first.get(label) ?? value;
    first.set(label, known);
    return known === value;
  });
}
