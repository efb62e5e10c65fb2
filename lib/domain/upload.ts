import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';

export const uploadKinds = [
  'orders',
  'products',
  'stock',
  'prices',
  'customers',
  'suppliers',
  'purchase_orders',
  'quotes',
  'interactions',
  'forecasts',
  'rates',
  'events',
] as const;
export type UploadKind = (typeof uploadKinds)[number];

/**
 * `awaited`: a presigned upload whose file has not come; `reading`: claimed by ingest; `answered`: to be read again with a
 * person's answers; the rest as the API names them.
 */
export const uploadStates = [
  'awaited',
  'reading',
  'answered',
  'needsAnswer',
  'held',
  'accepted',
  'partlyAccepted',
  'rejected',
  'rolledBack',
] as const;

/** A choice that the data don't prove and a person must make. */
export const uploadQuestionSchema = z.object({
  /** Its name, under which it is answered: `dateOrder`, `column.sku`. */
  question: z.string(),
  /**
   * What it is about: `dateOrder`, `decimalMark`, `column`, `encoding`, `sheet`, `currency`, `units`; of a file that is held
   * `refusedRows` or `takeIn`.
   */
  about: z.string(),
  text: z.string(),
  options: z.array(z.object({ value: z.string(), text: z.string() })),
});
export type UploadQuestion = z.infer<typeof uploadQuestionSchema>;

/** A refused row: kept, with its place and the reason. */
export const rejectSchema = z.object({
  line: z.int(),
  column: z.string(),
  value: z.string(),
  reason: z.string(),
});
export type Reject = z.infer<typeof rejectSchema>;

/** The first rows of a dry run as they are read: values as the lake has them, customers as pseudonyms. */
export const uploadPreviewSchema = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.nullable(z.string()))),
});
export type UploadPreview = z.infer<typeof uploadPreviewSchema>;

export const uploadSchema = z.object({
  upload: z.string(),
  market: z.string(),
  kind: z.string(),
  fileName: z.string(),
  key: z.string(),
  /** Order among uploads: of two that hold the same line, the greater wins. */
  sequence: z.string(),
  state: z.enum(uploadStates),
  at: isoInstant,
  /** read = accepted + merged + quarantined (+ waiting, where questions are open). */
  rows: z.object({
    read: z.int(),
    accepted: z.int(),
    merged: z.int(),
    quarantined: z.int(),
    waiting: z.int(),
  }),
  /** The first refused rows; all of them are in the file `rejectsKey` of the lake bucket. */
  rejects: z.array(rejectSchema),
  rejectsKey: z.nullable(z.string()),
  questions: z.array(uploadQuestionSchema),
  /** What was taken for granted and shown: `currency EUR (the market's)`. */
  assumed: z.array(z.string()),
  /** How the file was read: encoding, delimiter, header profile. */
  reading: z.nullable(z.record(z.string(), z.string())),
  /** Why the file as a whole was refused, held or waits. */
  reason: z.nullable(z.string()),
  firstDate: z.nullable(isoDate),
  lastDate: z.nullable(isoDate),
  /** Read all of it and take nothing in until a person has seen `preview`. */
  dryRun: z.optional(z.boolean()),
  preview: z.optional(z.nullable(uploadPreviewSchema)),
  /** What a person answered, by the question's name. */
  answers: z.optional(z.record(z.string(), z.string())),
  /** False where the answers are to hold for this file alone. */
  remember: z.optional(z.boolean()),
  /** The version of the object that was read, where its bucket keeps versions. */
  versionId: z.optional(z.nullable(z.string())),
  /** The entity tag of the object that was read: where there are no versions it tells whether another has taken its place. */
  eTag: z.optional(z.nullable(z.string())),
});
export type Upload = z.infer<typeof uploadSchema>;

/** Say of an upload that nothing of it has been read. */
export function nothingRead() {
  return {
    rows: { read: 0, accepted: 0, merged: 0, quarantined: 0, waiting: 0 },
    rejects: [],
    rejectsKey: null,
    questions: [],
    assumed: [],
    reading: null,
    reason: null,
    firstDate: null,
    lastDate: null,
  } satisfies Partial<Upload>;
}

/**
 * What was answered about files of one header, kept for later ones: names of columns and of the sheet for all markets, how a
 * market writes dates and numbers for that market.
 */
export const savedMappingSchema = z.object({
  answers: z.record(z.string(), z.string()),
  markets: z.record(z.string(), z.record(z.string(), z.string())),
  /** The upload that was answered last. */
  upload: z.string(),
});
export type SavedMapping = z.infer<typeof savedMappingSchema>;
