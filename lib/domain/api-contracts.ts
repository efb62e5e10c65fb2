import * as z from 'zod/mini';
import { adjustmentsRequestSchema, adjustmentsViewSchema } from './adjustment.ts';
import { adviceContracts } from './advice-contracts.ts';
import { analysisDocumentSchema } from './analysis.ts';
import { comparisonQuerySchema, comparisonSchema } from './analysis-comparison.ts';
import { buyerViewSchema, targetPageSchema, targetQuerySchema } from './api-buyers.ts';
import {
  approveRequestSchema,
  bulkAnswerSchema,
  bulkRequestSchema,
  changeRequestSchema,
  changesAnswerSchema,
  changesQuerySchema,
  decisionQuerySchema,
  decisionViewSchema,
  killRequestSchema,
  rejectRequestSchema,
} from './api-decisions.ts';
import {
  earningsLinesQuerySchema,
  earningsPageSchema,
  earningsPictureQuerySchema,
  earningsQuerySchema,
  earningsViewSchema,
} from './api-earnings.ts';
import {
  experimentPlanRequestSchema,
  experimentPlanViewSchema,
  experimentRequestSchema,
  experimentStopSchema,
} from './api-experiments.ts';
import { exportRequestSchema, exportViewSchema } from './api-exports.ts';
import { forecastViewSchema } from './api-forecasts.ts';
import { marketHealthSchema } from './api-health.ts';
import { legalViewSchema } from './api-legal.ts';
import { marketViewSchema } from './api-markets.ts';
import { outcomesAnswerSchema } from './api-outcomes.ts';
import { pageOf, pageQuerySchema } from './api-page.ts';
import { privacyViewSchema } from './api-privacy.ts';
import {
  purchaseOrderChangeSchema,
  purchaseOrderQuerySchema,
  unplacedOrdersAnswerSchema,
} from './api-purchase-orders.ts';
import { runCancelSchema, runStartedSchema, runStartSchema, runViewSchema } from './api-runs.ts';
import { forecastQuerySchema, skuDetailSchema, skuListQuerySchema } from './api-skus.ts';
import { stockAnswerSchema, stockRequestSchema } from './api-stock.ts';
import { tradeRulesViewSchema } from './api-trade-rules.ts';
import { mappingRequestSchema, uploadCreatedSchema, uploadRequestSchema } from './api-uploads.ts';
import { automationSchema, automationViewSchema } from './automation.ts';
import { decisionRightsSchema, rightsViewSchema } from './decision-rights.ts';
import { driftEndRequestSchema, driftEndViewSchema } from './drift-end.ts';
import { experimentSummarySchema, experimentViewSchema } from './experiment.ts';
import { languageQuerySchema } from './language.ts';
import { logContracts } from './log-contracts.ts';
import { optOutRequestSchema, optOutViewSchema } from './opt-out.ts';
import { outcomesRequestSchema } from './outcome.ts';
import { purchaseOrderSchema, purchaseOrderSummarySchema } from './purchase-order.ts';
import type { RouteKey } from './routes.ts';
import { runSchema } from './run.ts';
import { segmentationDocumentSchema } from './segment.ts';
import { skuSummarySchema } from './sku.ts';
import { tradeRulesSchema } from './trade-rules.ts';
import { uploadSchema } from './upload.ts';

/** What a route takes and answers. Requests are parsed by it, the OpenAPI document is made from it. */
export type Contract = {
  query: z.ZodMiniType;
  /** A body is taken; a POST takes `Idempotency-Key` with it. */
  body?: z.ZodMiniType;
  /** A person edits it: every answer has an `ETag`, and a change must name it in `If-Match`. */
  versioned?: true;
  status: 200 | 201 | 202;
  answer: z.ZodMiniType;
  /** The answer is a file of this type, and `answer` its text. */
  file?: 'text/csv' | 'image/svg+xml';
  /** Who asks for this type by `Accept` gets the answer drawn. */
  drawn?: 'image/svg+xml';
};

/** Routes that take no query refuse one. */
const noQuery = z.strictObject({});
const reads = <Answer extends z.ZodMiniType>(answer: Answer) =>
  ({ query: noQuery, status: 200, answer }) as const;
const takes = <Body extends z.ZodMiniType, Answer extends z.ZodMiniType>(body: Body, answer: Answer) =>
  ({ query: noQuery, body, status: 200, answer }) as const;
/** Its answer holds sentences. */
const tells = <Answer extends z.ZodMiniType>(answer: Answer) =>
  ({ query: languageQuerySchema, status: 200, answer }) as const;

const asksExperiment = { query: noQuery, answer: experimentViewSchema } as const;
const setsRules = {
  query: noQuery,
  body: tradeRulesSchema,
  versioned: true,
  status: 200,
  answer: tradeRulesViewSchema,
} as const;

const decides = <Body extends z.ZodMiniType>(body: Body) =>
  ({ query: noQuery, body, versioned: true, status: 200, answer: decisionViewSchema }) as const;

const showsAutomation = { ...reads(automationViewSchema), versioned: true } as const;
const setsAutomation = { ...showsAutomation, body: automationSchema } as const;
const stops = { query: noQuery, body: killRequestSchema, status: 200, answer: automationViewSchema } as const;

/** The contract of every route. */
export const contracts = {
  'GET /v1/health': reads(z.object({ status: z.literal('ok') })),
  'GET /v1/openapi.json': reads(z.record(z.string(), z.unknown())),
  'GET /v1/markets': reads(z.object({ items: z.array(marketViewSchema) })),
  'GET /v1/markets/{market}': reads(marketViewSchema),
  'GET /v1/markets/{market}/legal': reads(legalViewSchema),
  'GET /v1/rules': { ...reads(tradeRulesViewSchema), versioned: true },
  'PUT /v1/rules': setsRules,
  'GET /v1/markets/{market}/rules': { ...reads(tradeRulesViewSchema), versioned: true },
  'PUT /v1/markets/{market}/rules': setsRules,
  'GET /v1/markets/{market}/skus': {
    query: skuListQuerySchema,
    status: 200,
    answer: pageOf(skuSummarySchema),
  },
  'GET /v1/markets/{market}/skus/{sku}': tells(skuDetailSchema),
  ...adviceContracts,
  'GET /v1/markets/{market}/forecasts/{sku}': {
    query: forecastQuerySchema,
    status: 200,
    answer: forecastViewSchema,
  },
  'GET /v1/markets/{market}/forecasts/{sku}/adjustments': {
    ...reads(adjustmentsViewSchema),
    versioned: true,
  },
  'PUT /v1/markets/{market}/forecasts/{sku}/adjustments': {
    query: noQuery,
    body: adjustmentsRequestSchema,
    versioned: true,
    status: 200,
    answer: adjustmentsViewSchema,
  },
  'POST /v1/markets/{market}/drift/{sku}/end': takes(driftEndRequestSchema, driftEndViewSchema),
  'GET /v1/markets/{market}/segments': tells(segmentationDocumentSchema),
  'GET /v1/markets/{market}/customers': { query: targetQuerySchema, status: 200, answer: targetPageSchema },
  'GET /v1/markets/{market}/customers/{customer}': tells(buyerViewSchema),
  'GET /v1/markets/{market}/customers/{customer}/automation': reads(optOutViewSchema),
  'PUT /v1/markets/{market}/customers/{customer}/automation': takes(optOutRequestSchema, optOutViewSchema),
  'GET /v1/markets/{market}/analysis': tells(analysisDocumentSchema),
  'GET /v1/analysis': { query: comparisonQuerySchema, status: 200, answer: comparisonSchema },
  'GET /v1/earnings': {
    query: earningsQuerySchema,
    ...{ status: 200, answer: earningsViewSchema, drawn: 'image/svg+xml' },
  },
  'GET /v1/markets/{market}/earnings.svg': {
    query: earningsPictureQuerySchema,
    status: 200,
    answer: z.string(),
    file: 'image/svg+xml',
  },
  'GET /v1/markets/{market}/earnings/lines': {
    query: earningsLinesQuerySchema,
    status: 200,
    answer: earningsPageSchema,
  },
  'GET /v1/markets/{market}/health': tells(marketHealthSchema),
  'POST /v1/markets/{market}/outcomes': {
    query: noQuery,
    body: outcomesRequestSchema,
    status: 200,
    answer: outcomesAnswerSchema,
  },
  'PUT /v1/markets/{market}/stock': {
    query: noQuery,
    body: stockRequestSchema,
    status: 200,
    answer: stockAnswerSchema,
  },
  'GET /v1/purchase-orders': {
    query: purchaseOrderQuerySchema,
    status: 200,
    answer: pageOf(purchaseOrderSummarySchema),
  },
  'GET /v1/purchase-orders/{order}': { ...reads(purchaseOrderSchema), versioned: true },
  'PATCH /v1/purchase-orders/{order}': {
    query: noQuery,
    body: purchaseOrderChangeSchema,
    versioned: true,
    status: 200,
    answer: purchaseOrderSchema,
  },
  'GET /v1/purchase-orders/{order}/export': { ...reads(z.string()), file: 'text/csv' },
  'GET /v1/unplaced-orders': reads(unplacedOrdersAnswerSchema),
  'GET /v1/uploads': { query: pageQuerySchema, status: 200, answer: pageOf(uploadSchema) },
  'POST /v1/uploads': { query: noQuery, body: uploadRequestSchema, status: 201, answer: uploadCreatedSchema },
  'GET /v1/uploads/{upload}': reads(uploadSchema),
  'POST /v1/uploads/{upload}/mapping': {
    query: noQuery,
    body: mappingRequestSchema,
    status: 202,
    answer: uploadSchema,
  },
  'DELETE /v1/uploads/{upload}': reads(uploadSchema),
  'POST /v1/markets/{market}/exports': {
    query: noQuery,
    body: exportRequestSchema,
    status: 202,
    answer: exportViewSchema,
  },
  'GET /v1/exports/{export}': reads(exportViewSchema),
  'GET /v1/decisions': { query: decisionQuerySchema, status: 200, answer: pageOf(decisionViewSchema) },
  'GET /v1/decisions/{decision}': { ...tells(decisionViewSchema), versioned: true },
  'POST /v1/decisions/{decision}/approve': decides(approveRequestSchema),
  'POST /v1/decisions/{decision}/reject': decides(rejectRequestSchema),
  'PATCH /v1/decisions/{decision}': decides(changeRequestSchema),
  'POST /v1/decisions/bulk': takes(bulkRequestSchema, bulkAnswerSchema),
  'GET /v1/changes': { query: changesQuerySchema, status: 200, answer: changesAnswerSchema },
  'GET /v1/automation': showsAutomation,
  'PUT /v1/automation': setsAutomation,
  'POST /v1/automation/kill': stops,
  'POST /v1/automation/release': stops,
  'GET /v1/markets/{market}/automation': showsAutomation,
  'PUT /v1/markets/{market}/automation': setsAutomation,
  'POST /v1/markets/{market}/automation/kill': stops,
  'POST /v1/markets/{market}/automation/release': stops,
  'GET /v1/rights': { ...reads(rightsViewSchema), versioned: true },
  'PUT /v1/rights': {
    query: noQuery,
    body: decisionRightsSchema,
    versioned: true,
    status: 200,
    answer: rightsViewSchema,
  },
  'POST /v1/customers/{customer}/erase': {
    query: noQuery,
    body: z.strictObject({}),
    status: 202,
    answer: privacyViewSchema,
  },
  'GET /v1/customers/{customer}/erase': reads(privacyViewSchema),
  'POST /v1/customers/{customer}/export': {
    query: noQuery,
    body: z.strictObject({}),
    status: 202,
    answer: privacyViewSchema,
  },
  'GET /v1/customers/{customer}/export': reads(privacyViewSchema),
  'GET /v1/privacy-requests': { query: pageQuerySchema, status: 200, answer: pageOf(privacyViewSchema) },
  'POST /v1/privacy-requests/rehash': {
    query: noQuery,
    body: z.strictObject({}),
    status: 202,
    answer: privacyViewSchema,
  },
  'GET /v1/privacy-requests/{request}': reads(privacyViewSchema),
  'POST /v1/experiments/plan': {
    query: noQuery,
    body: experimentPlanRequestSchema,
    status: 200,
    answer: experimentPlanViewSchema,
  },
  'GET /v1/experiments': {
    query: pageQuerySchema,
    status: 200,
    answer: pageOf(experimentSummarySchema),
  },
  'POST /v1/experiments': { ...asksExperiment, body: experimentRequestSchema, status: 201 },
  'GET /v1/experiments/{experiment}': reads(experimentViewSchema),
  'POST /v1/experiments/{experiment}/stop': { ...asksExperiment, body: experimentStopSchema, status: 200 },
  'GET /v1/runs': { query: pageQuerySchema, status: 200, answer: pageOf(runSchema) },
  'POST /v1/markets/{market}/runs': {
    query: noQuery,
    body: runStartSchema,
    status: 202,
    answer: runStartedSchema,
  },
  'GET /v1/runs/{run}': reads(runViewSchema),
  ...logContracts,
  'POST /v1/runs/{run}/cancel': { query: noQuery, body: runCancelSchema, status: 200, answer: runSchema },
} as const satisfies Record<RouteKey, Contract>;

export type Contracts = typeof contracts;
