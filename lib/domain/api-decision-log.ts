import * as z from 'zod/mini';
import { pageOf, pageQuery } from './api-page.ts';
import { daysBetween, isoDate } from './calendar.ts';
import { committedNameSchema, logEntrySchema, loggedActSchema } from './decision-log.ts';
import { marketName } from './market.ts';
import { LONGEST_NAME } from './route.ts';
import { sealNoteSchema, sha256 } from './seal-note.ts';

/** Days that one question may span, and how many it does where the caller does not say. */
export const MOST_LOG_DAYS = 366;
export const USUAL_LOG_DAYS = 31;

/** A day that a log may have: not the edge of what calendars can count. */
const logDay = isoDate.check(
  z.refine((day) => day >= '2000' && day < '3000', 'is no day on which anything was logged'),
);

/** Which entries of a market's log are asked for: what is left out is all. */
export const decisionLogQuerySchema = z
  .strictObject({
    ...pageQuery,
    sku: z.optional(
      z.string().check(z.minLength(1), z.maxLength(LONGEST_NAME), z.describe('Of this SKU alone.')),
    ),
    person: z.optional(
      z
        .string()
        .check(
          z.minLength(1),
          z.maxLength(LONGEST_NAME),
          z.describe(
            'Who acted, or in whose place: a commitment of the log or `tradewind`; a name takes the scope `admin`.',
          ),
        ),
    ),
    from: z.optional(
      logDay.check(
        z.describe(
          `The first day, in the market's zone; ${USUAL_LOG_DAYS} days in all where it is left out.`,
        ),
      ),
    ),
    to: z.optional(logDay.check(z.describe('The last day; today where neither is given.'))),
  })
  .check(
    z.refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
      path: ['to'],
      error: 'is before `from`',
    }),
    z.refine(
      ({ from, to }) => from === undefined || to === undefined || daysBetween(from, to) < MOST_LOG_DAYS,
      { path: ['from'], error: `is more than ${MOST_LOG_DAYS} days before \`to\`` },
    ),
  );
export type DecisionLogQuery = z.infer<typeof decisionLogQuerySchema>;

/** An entry as it is hashed: persons and buyers are commitments. */
const entrySchema = z.union([loggedActSchema, logEntrySchema]);

/** Who stands behind a commitment, for a token with the scope `admin`; those that were erased are left out. */
const namesSchema = z.record(z.string(), committedNameSchema);

/** Entries of a market's log, newest first; a page may hold few, or none, though there is a next one. */
export const marketLogPageSchema = z.extend(
  pageOf(
    z.object({
      entry: entrySchema,
      /** `null` until the end of the next run. */
      seal: z.nullable(sealNoteSchema),
      /** Place among the entries of the seal, from 0. */
      row: z.nullable(z.int()),
    }),
  ),
  {
    names: namesSchema,
    /** Days that were looked through, both included. */
    from: isoDate,
    to: isoDate,
  },
);
export type MarketLogPage = z.infer<typeof marketLogPageSchema>;

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
      entry: entrySchema,
      /** `null` until the end of the next run. */
      seal: z.nullable(sealNoteSchema),
      inclusion: z.nullable(inclusionSchema),
    }),
  ),
  names: namesSchema,
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
