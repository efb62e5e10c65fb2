import * as z from 'zod/mini';
import { legalPacks, legalRules } from './legal-pack.ts';
import { marketName } from './market.ts';

const lawSchema = z.object({ name: z.string(), citation: z.string(), url: z.url() });

/** What is on in a market by law, and why. */
export const legalViewSchema = z.object({
  market: marketName,
  pack: z.enum(legalPacks),
  /** That it is no legal advice. */
  notice: z.string(),
  rules: z.array(
    z.object({
      rule: z.enum(legalRules),
      on: z.boolean(),
      why: z.string(),
      /** What Tradewind does for it. */
      does: z.string(),
      /** `null` where no law was found to ask for it. */
      law: z.nullable(lawSchema),
    }),
  ),
});
export type LegalView = z.infer<typeof legalViewSchema>;
