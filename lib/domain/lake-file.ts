import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { uploadKinds } from './upload.ts';

/** In the place of a month: rows of a dated kind that name no day. */
export const UNDATED = 'undated';

/** One Parquet file of an upload. */
const lakePartSchema = z.object({
  key: z.string(),
  /** The month of all its rows, `YYYY-MM`; `undated`; `null` where the file may hold any month, or the kind has no day. */
  month: z.nullable(z.string()),
  rows: z.int(),
  bytes: z.int(),
  /** What the bytes are: the head of their SHA-256. */
  digest: z.string(),
});
export type LakePart = z.infer<typeof lakePartSchema>;

/**
 * An entry of the lake's catalog: an upload that is part of the current state, with all of its Parquet files, so that one
 * write makes the whole of it count. Entries of schema version 1 name one file by `key` instead.
 */
export const lakeFileSchema = z.object({
  upload: z.string(),
  market: z.string(),
  kind: z.enum(uploadKinds),
  key: z.optional(z.string()),
  files: z.optional(z.array(lakePartSchema)),
  sequence: z.string(),
  rows: z.int(),
  firstDate: z.nullable(isoDate),
  lastDate: z.nullable(isoDate),
  schemaVersion: z.int(),
});
export type LakeFile = z.infer<typeof lakeFileSchema>;

/** Name the Parquet files of an entry, whichever version wrote it. */
export function partsOf({ files, key, rows }: LakeFile): LakePart[] {
  if (files !== undefined) return files;
  return key === undefined ? [] : [{ key, month: null, rows, bytes: 0, digest: '' }];
}

/** What of an upload a compacted file stands for: its file of that month, known by its bytes. */
const standsForSchema = z.object({ upload: z.string(), sequence: z.string(), digest: z.string() });
export type StandsFor = z.infer<typeof standsForSchema>;

/**
 * The compacted file of a market, kind and month. It is read only while every upload that it stands for still counts, with the
 * same bytes; else the uploads' own files are.
 */
export const compactionSchema = z.object({
  market: z.string(),
  kind: z.enum(uploadKinds),
  month: z.nullable(z.string()),
  current: z.nullable(
    z.object({
      key: z.string(),
      rows: z.int(),
      bytes: z.int(),
      schemaVersion: z.int(),
      uploads: z.array(standsForSchema),
    }),
  ),
  /** Objects that were superseded, or that somebody began to write: to be removed once nobody can be reading them. */
  leftovers: z.array(z.object({ key: z.string(), since: isoInstant })),
});
export type Compaction = z.infer<typeof compactionSchema>;
