import { createHash } from 'node:crypto';

/** Hash an entry as a leaf of the tree: SHA-256 of a zero byte and its bytes (RFC 6962, §2.1). */
export const leafHash = (entry: Uint8Array): Buffer => hash(0, entry);

/**
 * Hash a list so that any entry can be shown to belong to it: the Merkle tree hash of RFC 6962, §2.1 (SHA-256, leaves and
 * nodes told apart by a first byte). O(n).
 *
 * @returns 32 bytes; of an empty list the hash of nothing
 */
export function merkleRoot(entries: readonly Uint8Array[]): Buffer {
  return rootOfLeaves(entries.map(leafHash));
}

/** The same of entries that are hashed already, by `leafHash`. */
export function rootOfLeaves(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest();
  let level = leaves;
  while (level.length > 1) level = levelAbove(level);
  return Buffer.from(level[0]!);
}

/**
 * The siblings that lead from a leaf to the root, lowest first: the audit path of RFC 6962, §2.1.1. O(n).
 *
 * @param index - of the leaf, from 0
 * @returns at most ⌈log2 n⌉ hashes; none of a tree of one leaf, nor where there is no such leaf
 */
export function auditPath(leaves: readonly Uint8Array[], index: number): Buffer[] {
  const path: Buffer[] = [];
  let level = leaves;
  for (let at = index; level.length > 1; at = Math.floor(at / 2)) {
    const sibling = level[at % 2 === 0 ? at + 1 : at - 1];
    if (sibling !== undefined) path.push(Buffer.from(sibling));
    level = levelAbove(level);
  }
  return path;
}

/** Where a leaf stands in a tree, and what shows it. */
export type InclusionProof = { index: number; size: number; path: readonly Uint8Array[] };

/**
 * Tell whether a leaf belongs to the tree with this root: the check of RFC 9162, §2.1.3.2. Needs none of the other entries.
 *
 * @param leaf - by `leafHash`
 */
export function includes(root: Uint8Array, leaf: Uint8Array, { index, size, path }: InclusionProof): boolean {
  if (!Number.isInteger(index) || index < 0 || index >= size) return false;
  let node = index;
  let last = size - 1;
  let hashed: Uint8Array = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hashed = hash(1, sibling, hashed);
      // an odd last node has risen as it is
      for (; node % 2 === 0 && node !== 0; node /= 2) last = Math.floor(last / 2);
    } else hashed = hash(1, hashed, sibling);
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && Buffer.from(hashed).equals(root);
}

/** The tree of RFC 6962 splits at the largest power of two: an odd last node rises as it is. */
function levelAbove(level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const right = level[i + 1];
    above.push(right === undefined ? level[i]! : hash(1, level[i]!, right));
  }
  return above;
}

function hash(first: 0 | 1, ...parts: readonly Uint8Array[]): Buffer {
  const sum = createHash('sha256').update(Uint8Array.of(first));
  for (const part of parts) sum.update(part);
  return sum.digest();
}
