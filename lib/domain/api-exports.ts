import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import {
  buyerExportKinds,
  datedExportKinds,
  exportFormats,
  exportKinds,
  exportNamesBuyers,
  exportSchema,
  isDatedExport,
} from './export.ts';

/** Asks for a table of results as a file. */
export const exportRequestSchema = z
  .strictObject({
    kind: z.enum(exportKinds),
    format: z.enum(exportFormats),
    asOf: z.optional(
      isoDate.check(z.describe('Of the night with this business date; of `orders`, all until this day.')),
    ),
    upload: z.optional(
      z
        .string()
        .check(
          z.maxLength(200),
          z.describe("Of `rejects`: this upload's rows alone, not all of the market's."),
        ),
    ),
    customerCodes: z.optional(
      z
        .boolean()
        .check(
          z.describe(
            "Put the seller's own customer codes beside the pseudonyms; takes the scope `identify`, here and for the link.",
          ),
        ),
    ),
  })
  .check(
    z.refine(({ kind, asOf }) => asOf === undefined || isDatedExport(kind), {
      path: ['asOf'],
      error: `is known of ${datedExportKinds.join(', ')}: of the others only what holds now is kept`,
    }),
    z.refine(({ kind, upload }) => upload === undefined || kind === 'rejects', {
      path: ['upload'],
      error: 'is for rejects alone',
    }),
    z.refine(({ kind, customerCodes }) => customerCodes !== true || exportNamesBuyers(kind), {
      path: ['customerCodes'],
      error: `are for ${buyerExportKinds.join(', ')}: the other kinds name no buyer`,
    }),
  );

/** An export as the API shows it. */
export const exportViewSchema = z.object({
  ...z.omit(exportSchema, { by: true, requestId: true, begunAt: true, file: true }).shape,
  /** `null` until the file is ready. */
  rows: z.nullable(z.int()),
  bytes: z.nullable(z.int()),
  columns: z.nullable(z.array(z.object({ name: z.string(), type: z.string() }))),
  fileName: z.nullable(z.string()),
  /** Where the file is got, without a token; made anew for each GET, `null` until it is ready. */
  link: z.nullable(z.object({ url: z.string(), expiresAt: isoInstant })),
  /** When the file and this are gone. */
  expiresAt: isoInstant,
});
export type ExportView = z.infer<typeof exportViewSchema>;
