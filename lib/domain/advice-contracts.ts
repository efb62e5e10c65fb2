import {
  recommendationsAnswerSchema,
  recommendationsQuerySchema,
  recommendationsRequestSchema,
} from './api-recommendations.ts';
import { whatIfAnswerSchema, whatIfRequestSchema } from './api-what-if.ts';
import { languageQuerySchema } from './language.ts';
import { recommendationSchema } from './recommendation.ts';
import { recommendationQuerySchema } from './recommendation-query.ts';

/** The contracts of the routes that answer what to charge and order, now or under another future. */
export const adviceContracts = {
  'GET /v1/markets/{market}/skus/{sku}/recommendation': {
    query: recommendationQuerySchema,
    status: 200,
    answer: recommendationSchema,
  },
  'POST /v1/markets/{market}/recommendations': {
    query: recommendationsQuerySchema,
    body: recommendationsRequestSchema,
    status: 200,
    answer: recommendationsAnswerSchema,
  },
  'POST /v1/markets/{market}/skus/{sku}/what-if': {
    query: languageQuerySchema,
    body: whatIfRequestSchema,
    status: 200,
    answer: whatIfAnswerSchema,
  },
} as const;
