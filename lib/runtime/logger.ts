import { Logger } from '@aws-lambda-powertools/logger';

/**
 * Make a function's structured logger. Log ids, counts and codes; never a row, a customer code, a name or a token.
 *
 * Level and service come from `LOG_LEVEL` and `POWERTOOLS_SERVICE_NAME`.
 */
export const createLogger = (): Logger => new Logger();
