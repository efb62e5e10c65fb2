import type { Logger } from '@aws-lambda-powertools/logger';

/** Where a function behind the gateway tells what failed; resolved once the line is written. */
export type FailureLog = { error(message: string, fields: { requestId: string; error: unknown }): unknown };

/**
 * Make a log whose logger is loaded with its first line: an answer that is no failure logs nothing, so that most processes
 * need not start it.
 */
export function createFailureLog(): FailureLog {
  let loading: Promise<Logger> | undefined;
  return {
    error: async (message, fields) => {
      loading ??= import('./logger.ts').then(({ createLogger }) => createLogger());
      (await loading).error(message, fields);
    },
  };
}
