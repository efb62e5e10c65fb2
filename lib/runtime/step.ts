import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';

/**
 * Wrap a step of a batch run: request id in every log line, the run's ids beside it, one line at its end.
 *
 * @param handler - parses its event itself and returns what the state machine keeps
 */
export function batchStep<Result>(logger: Logger, handler: (event: unknown) => Promise<Result>) {
  return middy()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use({
      before: ({ event }) => logger.appendKeys(idsOf(event)),
      onError: ({ error }) => logger.error('step failed', { error }),
    })
    .handler(async (event: unknown) => {
      const startedMs = performance.now();
      const result = await handler(event);
      logger.info('step done', { milliseconds: Math.round(performance.now() - startedMs) });
      return result;
    });
}

/** Pick the ids that name the work; whatever else an event holds stays out of the log. */
function idsOf(event: unknown): Record<string, string> {
  if (typeof event !== 'object' || event === null) return {};
  const ids: Record<string, string> = {};
  for (const [key, value] of Object.entries(event))
    if (['merchant', 'market', 'asOf', 'runId', 'shard'].includes(key) && typeof value === 'string')
      ids[key] = value;
  return ids;
}
