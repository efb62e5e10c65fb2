import { InputError } from '../../domain/errors.ts';

/**
 * What adds up to what: leaves (SKUs), and aggregates (groups, totals) that are sums of leaves. Groups may nest or cross.
 *
 * Wherever all rows stand together they are in this order: aggregates first, then leaves.
 */
export type Tree = {
  /** How many aggregates, ≥ 1. */
  aggregates: number;
  /** Aggregates that a leaf can belong to: 2 for category and market. */
  levels: number;
  /** [leaves × levels] row-major: the aggregates that each leaf is part of; −1 where it has fewer. */
  ancestors: Int32Array;
};

/**
 * Count the leaves of a tree.
 *
 * @throws InputError when the ancestors are no whole rows, or name an aggregate that is not there, or one twice
 */
export function countLeaves({ aggregates, levels, ancestors }: Tree): number {
  const leaves = ancestors.length / levels;
  if (!Number.isSafeInteger(leaves) || !(aggregates >= 1))
    throw new InputError(
      `${ancestors.length} ancestors are no rows of ${levels} for ${aggregates} aggregates`,
    );
  for (let leaf = 0; leaf < leaves; leaf++)
    checkAncestors(ancestorsOf({ levels, ancestors }, leaf), aggregates);
  return leaves;
}

/** Give the row of one leaf's ancestors; a view, not a copy. */
export function ancestorsOf(
  { levels, ancestors }: Pick<Tree, 'levels' | 'ancestors'>,
  leaf: number,
): Int32Array {
  return ancestors.subarray(leaf * levels, (leaf + 1) * levels);
}

/**
 * Check one leaf's ancestors.
 *
 * @throws InputError for an aggregate that is not there, or is named twice
 */
export function checkAncestors(row: Int32Array, aggregates: number): void {
  row.forEach((ancestor, level) => {
    const isTwice = ancestor >= 0 && row.indexOf(ancestor) !== level;
    if (ancestor < -1 || ancestor >= aggregates || isTwice)
      throw new InputError(`the ancestors ${row.join(', ')} are not distinct among ${aggregates} aggregates`);
  });
}

/**
 * Add the leaves up: bottom-up, S b of the literature. O(rows · levels · columns).
 *
 * @param leaves - [leaves × columns] row-major
 * @returns [aggregates × columns] row-major
 */
export function sumLeaves(tree: Tree, leaves: Float64Array, columns: number): Float64Array {
  const sums = new Float64Array(tree.aggregates * columns);
  const rows = columns === 0 ? 0 : leaves.length / columns;
  for (let leaf = 0; leaf < rows; leaf++) {
    for (const ancestor of ancestorsOf(tree, leaf)) {
      if (ancestor < 0) continue;
      for (let column = 0; column < columns; column++)
        sums[ancestor * columns + column]! += leaves[leaf * columns + column]!;
    }
  }
  return sums;
}
