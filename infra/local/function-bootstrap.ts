/**
 * The program of a function's own process: imports the bundle that the template names and answers invocations that the
 * runner sends over IPC, one at a time. It ends when the runner does, however that ended.
 */
import { flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';

/** One invocation, as the runner sends it. Times are epoch milliseconds. */
export type Invocation = { requestId: string; functionArn: string; deadlineMs: number; payload: string };

/** What the process tells the runner; `payload` is JSON text. */
export type Report =
  | { kind: 'ready' }
  | { kind: 'broken'; error: FunctionError }
  | { kind: 'done'; payload: string }
  | { kind: 'failed'; error: FunctionError };

/** An error in Lambda's form. */
export type FunctionError = { errorType: string; errorMessage: string; trace?: string[] };

type Handler = (event: unknown, context: object) => unknown;

function errorOf(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error) };
  const trace = (error.stack ?? '').split('\n').slice(0, 20);
  return { errorType: error.name, errorMessage: error.message, trace };
}

function report(message: Report): void {
  process.send?.(message, undefined, undefined, () => undefined);
}

async function load(bundle: string, exportName: string): Promise<Handler> {
  const module: unknown = await import(pathToFileURL(bundle).href);
  // an ES module is an object; whether it holds the handler is asked next
  const handler = (module as { [name: string]: unknown })[exportName];
  if (typeof handler !== 'function') throw new TypeError(`${bundle} exports no function "${exportName}"`);
  return handler as Handler;
}

function contextOf({ requestId, functionArn, deadlineMs }: Invocation): object {
  return {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: requestId,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

async function answer(handler: Handler, invocation: Invocation): Promise<void> {
  try {
    const event: unknown = JSON.parse(invocation.payload);
    const result = await handler(event, contextOf(invocation));
    report({ kind: 'done', payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    console.error(JSON.stringify({ level: 'ERROR', message: 'invocation failed', ...errorOf(error) }));
    report({ kind: 'failed', error: errorOf(error) });
  }
}

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole group: the runner decides when this process ends, so that it can tell that it was cut off
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
const [bundle = '', exportName = ''] = process.argv.slice(2);
try {
  const handler = await load(bundle, exportName);
  // the runner alone sends messages, and only invocations
  process.on('message', (message) => void answer(handler, message as Invocation));
  report({ kind: 'ready' });
  // this process ends by a kill, which would lose what was compiled: a third of the next start's work
  flushCompileCache();
} catch (error) {
  console.error(
    JSON.stringify({ level: 'ERROR', message: 'the bundle cannot be loaded', ...errorOf(error) }),
  );
  report({ kind: 'broken', error: errorOf(error) });
}
