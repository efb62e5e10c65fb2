import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson, type Plain } from './canonical-json.ts';
import { merkleRoot } from './merkle-root.ts';

/** A line of the log: what happened, with commitments where a person or a buyer stands. */
export type LogEntry = { readonly [name: string]: Plain };

/** The seal of a day's lines; it holds the one before. */
export type DayDigest = {
  /** `YYYY-MM-DD`. */
  day: string;
  entries: number;
  /** Merkle root of the day's entries, hex. */
  root: string;
  /** Digest of the day sealed before, hex; '' for the first. */
  previous: string;
  /** SHA-256 over all of the above, hex. */
  digest: string;
};

/** A sealed day with its lines. */
export type SealedDay = { seal: DayDigest; entries: readonly LogEntry[] };

/** Whether the log is as it was written. */
export type ChainCheck = { kind: 'intact'; days: number } | { kind: 'broken'; day: string; why: string };

/**
 * Commit to a personal value: HMAC-SHA-256 under a salt of its own. Who has value and salt can show that it stands there; without the
 * salt it is noise, so that erasing the salt erases the person and leaves the chain.
 *
 * @param salt - at least 16 random bytes, one a person, kept apart from the log
 * @returns hex
 */
export function commitTo(value: string, salt: Uint8Array): string {
  return createHmac('sha256', salt).update(value, 'utf8').digest('hex');
}

/** Tell whether a commitment is to this value under this salt. */
export function opensCommitment(commitment: string, value: string, salt: Uint8Array): boolean {
  const [one, other] = [Buffer.from(commitment, 'hex'), Buffer.from(commitTo(value, salt), 'hex')];
  return one.length === other.length && timingSafeEqual(one, other);
}

/**
 * Seal a day's lines in their order, chained to the day before.
 *
 * @param previous - digest of the last sealed day; '' for the first
 */
export function sealDay(day: string, entries: readonly LogEntry[], previous: string): DayDigest {
  const root = merkleRoot(entries.map((entry) => Buffer.from(canonicalJson(entry)))).toString('hex');
  const sealed = { day, entries: entries.length, root, previous };
  return { ...sealed, digest: digestOf(sealed) };
}

/**
 * Check sealed days, oldest first: no line changed, added, left out or moved, no day left out, none put in.
 *
 * Whoever can write everything could seal it all anew: hold the newest digest elsewhere and give it as `anchor`; then neither a rewritten chain nor
 * one whose last days are gone passes.
 *
 * @param anchor - digest of the newest day as it was handed out
 */
export function verifyChain(days: readonly SealedDay[], anchor?: string): ChainCheck {
  let before: DayDigest | null = null;
  for (const { seal, entries } of days) {
    const why = whatIsWrong(seal, entries, before);
    if (why !== null) return { kind: 'broken', day: seal.day, why };
    before = seal;
  }
  if (anchor !== undefined && before?.digest !== anchor)
    return {
      kind: 'broken',
      day: before?.day ?? '',
      why: 'the newest digest is not the one that was handed out',
    };
  return { kind: 'intact', days: days.length };
}

function whatIsWrong(seal: DayDigest, entries: readonly LogEntry[], before: DayDigest | null): string | null {
  if (seal.previous !== (before?.digest ?? '')) return 'it does not follow the day before';
  if (before !== null && seal.day <= before.day) return `${before.day} came before it`;
  if (seal.digest !== digestOf(seal)) return 'its seal was changed';
  if (seal.entries !== entries.length) return `${entries.length} entries where ${seal.entries} were sealed`;
  const { root } = sealDay(seal.day, entries, seal.previous);
  return root === seal.root ? null : 'an entry was changed, added, left out or moved';
}

function digestOf({ day, entries, root, previous }: Omit<DayDigest, 'digest'>): string {
  return createHash('sha256').update(canonicalJson({ day, entries, root, previous })).digest('hex');
}
