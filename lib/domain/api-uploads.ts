import * as z from 'zod/mini';
import { isoInstant } from './calendar.ts';
import { ALL_MARKETS, marketName } from './market.ts';
import { uploadKinds, uploadSchema } from './upload.ts';

/** Asks for a place to put one file; `_all` is for files that hold for every market. */
export const uploadRequestSchema = z.strictObject({
  market: z.union([z.literal(ALL_MARKETS), marketName]),
  kind: z.enum(uploadKinds),
  /** The file's own name with its ending, without a folder. */
  fileName: z.string().check(
    z.minLength(1),
    z.maxLength(200),
    // half of a surrogate pair has no UTF-8, and so can be in no object's key
    z.regex(/^[^/\\\p{Cc}\p{Cs}]+$/u, 'must be a file name without folders or control characters'),
  ),
  /** Read it, show its first rows as they would be read, and take nothing in until that is answered. */
  dryRun: z.optional(z.boolean()),
});
export type UploadRequest = z.infer<typeof uploadRequestSchema>;

/** The upload, awaited, and how to send its file: an HTTP PUT of the bytes to `url`, before `expiresAt`. */
export const uploadCreatedSchema = z.object({
  upload: uploadSchema,
  put: z.object({ method: z.literal('PUT'), url: z.string(), expiresAt: isoInstant }),
});
export type UploadCreated = z.infer<typeof uploadCreatedSchema>;

/** Most answers that one request brings. */
const MOST_ANSWERS = 100;

/**
 * Answers an upload's questions, by their names: `{ "dateOrder": "dayFirst", "column.sku": "Artikel-Nr." }`. Columns may be
 * named unasked; '' says that the file has none. Later files with the same header are read by the same answers.
 */
export const mappingRequestSchema = z.strictObject({
  answers: z.record(z.string().check(z.maxLength(100)), z.string().check(z.maxLength(500))).check(
    z.refine((answers) => Object.keys(answers).length > 0, 'must hold an answer'),
    z.refine((answers) => Object.keys(answers).length <= MOST_ANSWERS, `must hold at most ${MOST_ANSWERS}`),
  ),
  /** False where the answers are to hold for this file alone. */
  remember: z.optional(z.boolean()),
});
export type MappingRequest = z.infer<typeof mappingRequestSchema>;
