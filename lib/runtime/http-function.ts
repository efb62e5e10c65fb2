import middy from '@middy/core';
import type { FailureLog } from './failure-log.ts';
import { type HttpAnswer, jsonAnswer } from './http-answer.ts';
import type { HttpEvent } from './http-event.ts';
import { problemOf } from './problem.ts';

/** What a wrapped function is asked with and answers; the context is the runtime's own. */
type Request = { event: HttpEvent; response?: HttpAnswer | null | undefined; error?: Error | null };

const SAFETY_HEADERS = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * Wrap a function behind the gateway: errors become problems, every answer has its request id and safety headers.
 *
 * Nothing is logged for an answer below 500: the gateway's access log has the line already, and a second one costs the
 * hot path about as much as the whole recommendation. Nor is a timer set to answer 5 ms before the time is up (middy's
 * default): the gateway's own answer says no less, and the timer costs a tenth of the recommendation.
 */
export function httpFunction(log: FailureLog, handle: (event: HttpEvent) => Promise<HttpAnswer>) {
  return middy({ timeoutEarlyInMillis: 0 }).use(standardHeaders()).use(problems(log)).handler(handle);
}

/** Put `X-Request-Id`, HSTS and `nosniff` on every answer, problems included. */
function standardHeaders() {
  const add = ({ event, response }: Request) => {
    if (response === undefined || response === null) return;
    response.headers = {
      ...response.headers,
      ...SAFETY_HEADERS,
      'x-request-id': event.requestContext.requestId,
    };
  };
  return { after: add, onError: add };
}

/** Answer an error as `application/problem+json`; what is not the caller's fault is logged with its cause. */
function problems(log: FailureLog) {
  return {
    onError: async (request: Request) => {
      const { requestId, http } = request.event.requestContext;
      const problem = problemOf(request.error, { requestId, path: http.path });
      if (problem.status >= 500) await log.error('request failed', { requestId, error: request.error });
      request.response = jsonAnswer(problem.status, problem, {
        'content-type': 'application/problem+json',
        ...(problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      });
    },
  };
}
