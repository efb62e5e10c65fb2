import * as z from 'zod/mini';

/** A SHA-256 in hexadecimal digits. */
export const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** What is told of a seal of the decision log to those outside. */
export const sealNoteSchema = z.object({ number: z.int(), entries: z.int(), digest: sha256 });
export type SealNote = z.infer<typeof sealNoteSchema>;
