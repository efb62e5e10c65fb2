import {
  parseAs,
  type RouteKey,
  recommendationQuerySchema,
  recommendationsQuerySchema,
  recommendationsRequestSchema,
} from '../../lib/domain/index.ts';
import type { FailureLog } from '../../lib/runtime/failure-log.ts';
import { type HttpAnswer, jsonAnswer } from '../../lib/runtime/http-answer.ts';
import { jsonBodyOf } from '../../lib/runtime/http-body.ts';
import {
  callerOf,
  type HttpEvent,
  pathParameter,
  queryOf,
  requireScope,
} from '../../lib/runtime/http-event.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import { answerMany } from './answer-many.ts';
import { type AnswerParts, createAnswerOne } from './answer-one.ts';

export type Dependencies = AnswerParts & {
  tenants: Tenants;
  /** Told why an item of many got no answer, where that is not the caller's fault; absent, nobody is. */
  log?: FailureLog;
};

const MANY: RouteKey = 'POST /v1/markets/{market}/recommendations';

/** Answer the hot path: what to charge and how many to reorder, of one SKU or of many. */
export const createHandler = ({ tenants, log, ...parts }: Dependencies) => {
  const answerOne = createAnswerOne(parts);
  return async (event: HttpEvent): Promise<HttpAnswer> => {
    const caller = callerOf(event);
    requireScope(caller, 'read');
    const { market } = tenants.market(caller.merchant, pathParameter(event, 'market'));
    const { merchant } = caller;
    if (event.routeKey === MANY) {
      parseAs(recommendationsQuerySchema, queryOf(event), 'the query', '/query');
      const { items } = parseAs(recommendationsRequestSchema, jsonBodyOf(event) ?? {}, 'the body');
      const { requestId } = event.requestContext;
      return jsonAnswer(200, await answerMany(items, { merchant, market, requestId, answerOne, log }));
    }
    const sku = pathParameter(event, 'sku');
    const asked = parseAs(recommendationQuerySchema, queryOf(event), 'the query', '/query');
    return jsonAnswer(200, await answerOne({ merchant, market, sku, asked }));
  };
};
