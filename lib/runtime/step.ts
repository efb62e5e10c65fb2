import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { isPassingFault, UpstreamError } from '../domain/index.ts';

/**
 * Wrap a step of a batch run: request id in every log line, the run's ids beside it, one line and two metrics at its end
 * (how long it took, and how many results it counted as `done`).
 *
 * @param handler - parses its event itself and returns what the state machine keeps; it may ask how many milliseconds its
 * function has left
 */
export function batchStep<Result>(
  logger: Logger,
  handler: (event: unknown, timeLeftMs: () => number) => Promise<Result>,
) {
  const metrics = new Metrics({ namespace: 'Tradewind' });
  return middy()
    .use(logMetrics(metrics))
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use({
      before: ({ event }) => logger.appendKeys(idsOf(event)),
      onError: ({ error }) => logger.error('step failed', { error }),
    })
    .handler(async (event: unknown, context: Context) => {
      const startedMs = performance.now();
      const result = await handler(event, () => context.getRemainingTimeInMillis()).catch(asStepError);
      const milliseconds = Math.round(performance.now() - startedMs);
      metrics.addMetric('stepMilliseconds', MetricUnit.Milliseconds, milliseconds);
      if (hasCount(result)) metrics.addMetric('stepResults', MetricUnit.Count, result.done);
      logger.info('step done', { milliseconds });
      return result;
    });
}

/**
 * Call what may pass by the one name that the state machine tries again after a pause: services have many names for being
 * too busy, and a step that met one has done nothing wrong.
 */
function asStepError(error: unknown): never {
  if (error instanceof UpstreamError || !isPassingFault(error)) throw error;
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  throw new UpstreamError(`a service did not answer as it should: ${said}`, { cause: error });
}

const hasCount = (result: unknown): result is { done: number } =>
  typeof result === 'object' && result !== null && 'done' in result && typeof result.done === 'number';

/** Pick the ids that name the work; whatever else an event holds stays out of the log. */
function idsOf(event: unknown): Record<string, string> {
  if (typeof event !== 'object' || event === null) return {};
  const ids: Record<string, string> = {};
  for (const [key, value] of Object.entries(event))
    if (['merchant', 'market', 'asOf', 'runId', 'shard'].includes(key) && typeof value === 'string')
      ids[key] = value;
  return ids;
}
