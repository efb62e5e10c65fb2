import * as z from 'zod/mini';
import { committedNameSchema, logEntrySchema, loggedActSchema } from './decision-log.ts';
import { marketName } from './market.ts';
import { sealNoteSchema, sha256 } from './seal-note.ts';

const inclusionSchema = z.object({
  /** Place among the entries of the seal, from 0, and their number. */
  index: z.int(),
  size: z.int(),
  /** Merkle root of the seal, and the siblings that lead to it from the entry, lowest first (RFC 6962). */
  root: sha256,
  path: z.array(sha256),
});

/** What is logged of one decision, oldest first, with what shows that it stands in the log as it was sealed. */
export const decisionLogViewSchema = z.object({
  decision: z.string(),
  market: marketName,
  sku: z.string(),
  entries: z.array(
    z.object({
      /** As it is hashed: persons and buyers are commitments. */
      entry: z.union([loggedActSchema, logEntrySchema]),
      /** `null` until the end of the next run. */
      seal: z.nullable(sealNoteSchema),
      inclusion: z.nullable(inclusionSchema),
    }),
  ),
  /** Who stands behind a commitment, for a token with the scope `admin`; those that were erased are left out. */
  names: z.record(z.string(), committedNameSchema),
  /** The market's newest seal: compare it with what `run.finished` told. */
  newestSeal: z.nullable(sealNoteSchema),
});
export type DecisionLogView = z.infer<typeof decisionLogViewSchema>;

const figuresSchema = z.record(z.string(), z.nullable(z.union([z.number(), z.string()])));

/** A decision made again from its stored inputs. */
export const decisionReplaySchema = z.object({
  decision: z.string(),
  /** `different`: the rules of answering have changed since, or the record has. */
  kind: z.enum(['same', 'different']),
  /** What it was made from. */
  policyVersion: z.string(),
  runId: z.string(),
  logged: figuresSchema,
  replayed: figuresSchema,
  /** Names of the figures that are not the same. */
  differs: z.array(z.string()),
  /** Why, a sentence each, of the answer that was made again. */
  why: z.array(z.string()),
});
export type DecisionReplayView = z.infer<typeof decisionReplaySchema>;
