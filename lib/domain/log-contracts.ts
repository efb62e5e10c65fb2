import * as z from 'zod/mini';
import {
  decisionLogQuerySchema,
  decisionLogViewSchema,
  decisionReplaySchema,
  marketLogPageSchema,
} from './api-decision-log.ts';
import { languageQuerySchema } from './language.ts';

const asksLog = { query: decisionLogQuerySchema, status: 200, answer: marketLogPageSchema } as const;

/** The contracts of the routes of the decision log. */
export const logContracts = {
  'GET /v1/markets/{market}/decision-log': asksLog,
  'GET /v1/decision-log': asksLog,
  'GET /v1/decisions/{decision}/log': {
    query: z.strictObject({}),
    status: 200,
    answer: decisionLogViewSchema,
  },
  'GET /v1/decisions/{decision}/replay': {
    query: languageQuerySchema,
    status: 200,
    answer: decisionReplaySchema,
  },
} as const;
