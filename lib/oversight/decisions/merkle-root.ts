import { createHash } from 'node:crypto';

/**
 * Hash a list so that any entry can be shown to belong to it: the Merkle tree hash of RFC 6962, §2.1 (SHA-256, leaves and
 * nodes told apart by a first byte). O(n).
 *
 * @returns 32 bytes; of an empty list the hash of nothing
 */
export function merkleRoot(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 0) return createHash('sha256').digest();
  let level = entries.map((entry) => hash(0, entry));
  while (level.length > 1) {
    const above: Buffer[] = [];
    // The tree of RFC 6962 splits at the largest power of two: an odd last node rises as it is.
    for (let i = 0; i < level.length; i += 2) {
      const right = level[i + 1];
      above.push(right === undefined ? level[i]! : hash(1, level[i]!, right));
    }
    level = above;
  }
  return level[0]!;
}

function hash(first: 0 | 1, ...parts: readonly Uint8Array[]): Buffer {
  const sum = createHash('sha256').update(Uint8Array.of(first));
  for (const part of parts) sum.update(part);
  return sum.digest();
}
