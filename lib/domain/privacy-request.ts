import * as z from 'zod/mini';
import { isoInstant } from './calendar.ts';
import { merchantName } from './market.ts';

/** What a buyer may ask of the seller: to be forgotten, or to be told what is held. */
export const privacyKinds = ['erase', 'export'] as const;
export type PrivacyKind = (typeof privacyKinds)[number];

/** What the function `privacy` works on: what buyers ask, and the change of all pseudonyms to a new key. */
export const privacyWorkKinds = [...privacyKinds, 'rehash'] as const;

/** `waiting`: runs or uploads that began before the request are still under way; what they write is looked through once more. */
export const privacyStates = ['pending', 'working', 'waiting', 'done', 'failed'] as const;

/**
 * The way of an erasure, each phase over every store: count what is held; remove it; wait for what began before; remove
 * what that wrote; look once more that nothing is left. An export looks once. A change of the key waits first, since a night that
 * reads half of the lake under each name would know every buyer twice; it renames instead of removing, and forgets at its end what
 * stood under old names for those who still asked by them.
 */
export const privacyPhases = ['survey', 'remove', 'settle', 'sweep', 'prove', 'collect', 'forget'] as const;
export type PrivacyPhase = (typeof privacyPhases)[number];

/** What one store held: objects or items, and the rows or entries within them that were the buyer's. */
const heldSchema = z.object({ store: z.string(), objects: z.int(), rows: z.int() });
export type Held = z.infer<typeof heldSchema>;

/** How many days an erasure's receipt is kept: the longest usual period in which it may have to be shown. */
export const RECEIPT_KEPT_DAYS = 1_825;

/** A request of a buyer, and its receipt. It names the buyer by a mark alone, once it is done. */
export const privacyRequestSchema = z.object({
  request: z.string(),
  kind: z.enum(privacyWorkKinds),
  state: z.enum(privacyStates),
  requestedAt: isoInstant,
  /** The client that asked, and in which request. */
  by: z.string(),
  requestId: z.string(),
  finishedAt: z.optional(isoInstant),
  /** Why it failed, in words. */
  reason: z.optional(z.string()),
  /** Of a change of the key: from which version to which. */
  keys: z.optional(z.object({ from: z.int(), to: z.int() })),
  /** A keyed hash of the buyer's code; empty where it is about all of them: whoever holds the code and the key can tell that the receipt is this buyer's. */
  mark: z.string(),
  /** While it is worked on: the sealed code, the pseudonym, and the secret that makes order lines anonymous; gone at its end. */
  subject: z.optional(
    z.object({ sealed: z.string(), keyVersion: z.int(), pseudonym: z.string(), alias: z.string() }),
  ),
  /** Where the work goes on after an interruption. */
  position: z.optional(
    z.object({
      phase: z.enum(privacyPhases),
      place: z.int(),
      after: z.optional(z.string()),
      /** The last look has found something: it is to be removed once more. */
      left: z.optional(z.boolean()),
    }),
  ),
  /** Times that the last look found something. */
  rounds: z.optional(z.int()),
  held: z.array(heldSchema),
  /** Uploads whose file waited for an answer and was removed: they have to be sent again. */
  uploadsToSendAgain: z.array(z.string()),
  /** Objects that are damaged, so that nobody can say whether they name the buyer: to be restored or removed by hand. */
  unreadable: z.optional(z.array(z.string())),
  /** Of an export: the object of the lake bucket. */
  file: z.optional(z.object({ key: z.string(), bytes: z.int() })),
});
export type PrivacyRequest = z.infer<typeof privacyRequestSchema>;

/** Under a mark: the newest request of its buyer. In the list of the erased it is also what keeps the buyer out. */
export const privacyMarkSchema = z.object({ request: z.string(), at: isoInstant });
export type PrivacyMark = z.infer<typeof privacyMarkSchema>;

/** What tells the function of a request. */
export const privacyMessageSchema = z.object({ merchant: merchantName, request: z.string() });
export type PrivacyMessage = z.infer<typeof privacyMessageSchema>;
