import * as z from 'zod/mini';
import { isoInstant } from './calendar.ts';
import { privacyRequestSchema } from './privacy-request.ts';

/** What was done with what a store held. */
export const erasedAs = ['removed', 'made anonymous', 'renamed'] as const;

/** A buyer's request as the API shows it: of an erasure this is the receipt. It names the buyer by a mark alone. */
export const privacyViewSchema = z.object({
  ...z.omit(privacyRequestSchema, {
    subject: true,
    position: true,
    rounds: true,
    file: true,
    requestId: true,
    held: true,
  }).shape,
  /** By store: what it held of the buyer when the request was taken up, and of an erasure what was done with it. */
  held: z.array(
    z.object({
      store: z.string().check(z.describe('A prefix of the lake, a table, or `uploads`: docs/privacy.md.')),
      objects: z.int(),
      rows: z.int(),
      done: z.optional(z.enum(erasedAs)),
    }),
  ),
  /** The merchant's markets at home in other regions: the same has to be asked there. */
  marketsElsewhere: z.array(z.string()),
  /** When what nobody reads any more is gone too; `null` until the request is done. */
  expires: z.nullable(
    z.object({
      objectVersions: isoInstant.check(z.describe('Earlier versions of files.')),
      tableBackups: isoInstant.check(
        z.describe('The last second that tables can be restored to with the buyer.'),
      ),
      logs: isoInstant.check(z.describe('Lines of logs with the pseudonym.')),
      receipt: isoInstant,
    }),
  ),
  /** Of an export: where the file is got, without a token; made anew for each GET, `null` until it is ready. */
  link: z.nullable(z.object({ url: z.string(), expiresAt: isoInstant })),
});
export type PrivacyView = z.infer<typeof privacyViewSchema>;
