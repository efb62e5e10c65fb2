import type { Context } from 'aws-lambda';
import type { HttpAnswer } from '../../lib/runtime/http-answer.ts';
import type { HttpEvent } from '../../lib/runtime/http-event.ts';
import { httpFunction } from '../../lib/runtime/http-function.ts';
import { createLogger } from '../../lib/runtime/logger.ts';

/** The runtime's context of one request. */
const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'function',
  functionVersion: '1',
  invokedFunctionArn: 'arn',
  memoryLimitInMB: '512',
  awsRequestId: 'invocation-1',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

/** Wrap a handler as `main.ts` does, and call it as the runtime would. */
export function invoker(handle: (event: HttpEvent) => Promise<HttpAnswer>, logger = silentLogger()) {
  const wrapped = httpFunction(logger, handle);
  return async (event: HttpEvent): Promise<HttpAnswer> => wrapped(event, context);
}

/** What goes wrong on purpose in a test is told by the answer. */
function silentLogger() {
  const logger = createLogger();
  logger.setLogLevel('SILENT');
  return logger;
}
