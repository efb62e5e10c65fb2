import { createHash } from 'node:crypto';
import type { RunSeal } from '../../domain/index.ts';
import { canonicalJson, type Plain } from './canonical-json.ts';
import { leafHash, rootOfLeaves } from './merkle-tree.ts';

/** A line of the log: what happened, with commitments where a person or a buyer stands. An act of a person has its `place`. */
export type LogEntry = { readonly [name: string]: Plain | undefined };

/** What a seal is made of, before it is chained: its entries are counted and hashed here. */
export type ToSeal = Omit<
  RunSeal,
  'number' | 'entries' | 'firstAct' | 'lastAct' | 'root' | 'previous' | 'digest'
>;

/** A sealed run with its entries, in their order. */
export type SealedRun = { seal: RunSeal; entries: readonly LogEntry[] };

/** Whether the log is as it was written; `seal` is the number of the first that is not. */
export type ChainCheck = { kind: 'intact'; seals: number } | { kind: 'broken'; seal: number; why: string };

/** Hash an entry as a leaf of its seal's tree: SHA-256 of a zero byte and its canonical JSON. */
export const entryLeaf = (entry: LogEntry): Buffer => leafHash(Buffer.from(canonicalJson(entry)));

/** The place of a person's act; `null` of what a night did. */
export function placeOf({ place }: LogEntry): number | null {
  return typeof place === 'number' ? place : null;
}

/**
 * Seal a run's entries in their order, chained to the seal before: their Merkle root (RFC 6962), and a SHA-256 over everything
 * that the seal says.
 *
 * @param leaves - of the entries, by `entryLeaf`
 * @param places - of the acts among them
 * @param before - the newest seal; `null` for the first
 */
export function sealRun(
  about: ToSeal,
  { leaves, places }: { leaves: readonly Uint8Array[]; places: readonly number[] },
  before: RunSeal | null,
): RunSeal {
  const sealed = {
    ...about,
    number: (before?.number ?? 0) + 1,
    entries: leaves.length,
    firstAct: (before?.lastAct ?? 0) + 1,
    lastAct: places.reduce((last, place) => Math.max(last, place), before?.lastAct ?? 0),
    root: rootOfLeaves(leaves).toString('hex'),
    previous: before?.digest ?? '',
  };
  return { ...sealed, digest: digestOf(sealed) };
}

/**
 * Say what is wrong with a seal and its entries; `null` where it is as it was written.
 *
 * @param entries - leaves and places of what is stored, in its order
 * @param before - the seal before; `null` for the first
 */
export function whatIsWrong(
  seal: RunSeal,
  { leaves, places }: { leaves: readonly Uint8Array[]; places: readonly number[] },
  before: RunSeal | null,
): string | null {
  const chain = whatBreaksChain(seal, before);
  if (chain !== null) return chain;
  if (seal.entries !== leaves.length) return `${leaves.length} entries where ${seal.entries} were sealed`;
  if (rootOfLeaves(leaves).toString('hex') !== seal.root)
    return 'an entry was changed, added, left out or moved';
  const known = new Set(places);
  for (let place = seal.firstAct; place <= seal.lastAct; place++)
    if (!known.has(place)) return `act ${place} is missing: it was gone before it was sealed`;
  if (known.size !== seal.lastAct - seal.firstAct + 1 || known.size !== places.length)
    return 'an act is in it twice, or in two seals';
  return null;
}

/** Say what is wrong with a seal itself and its place in the chain, whatever its entries are. */
export function whatBreaksChain(seal: RunSeal, before: RunSeal | null): string | null {
  if (seal.digest !== digestOf(seal)) return 'its seal was changed';
  const number = (before?.number ?? 0) + 1;
  if (seal.number !== number) return `seal ${number} is missing before it`;
  if (seal.previous !== (before?.digest ?? '')) return 'it does not follow the seal before';
  if (seal.firstAct !== (before?.lastAct ?? 0) + 1) return 'its acts do not follow those of the seal before';
  return null;
}

/**
 * Check sealed runs, oldest first: no entry changed, added, left out or moved, no seal left out, none put in.
 *
 * Whoever can write everything could seal it all anew: hold the newest digest elsewhere and give it as `anchor`; then neither a rewritten chain nor
 * one whose last seals are gone passes.
 *
 * @param anchor - digest of the newest seal as it was handed out
 */
export function verifyChain(runs: readonly SealedRun[], anchor?: string): ChainCheck {
  let before: RunSeal | null = null;
  for (const { seal, entries } of runs) {
    const places = entries.flatMap((entry) => placeOf(entry) ?? []);
    const why = whatIsWrong(seal, { leaves: entries.map(entryLeaf), places }, before);
    if (why !== null) return { kind: 'broken', seal: seal.number, why };
    before = seal;
  }
  if (anchor !== undefined && before?.digest !== anchor)
    return {
      kind: 'broken',
      seal: before?.number ?? 0,
      why: 'the newest digest is not the one that was handed out',
    };
  return { kind: 'intact', seals: runs.length };
}

function digestOf({ digest: _, ...sealed }: Omit<RunSeal, 'digest'> & { digest?: string }): string {
  return createHash('sha256').update(canonicalJson(sealed)).digest('hex');
}
