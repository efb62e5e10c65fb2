import { createLogger } from '../../lib/runtime/logger.ts';
import { createHandler, type TokenEvent } from './handler.ts';

const logger = createLogger();
const claim = createHandler();

/** Cognito shows the message of what is thrown to the client; ours names no one. */
export const handler = async (event: TokenEvent) => {
  try {
    return await claim(event);
  } catch (error) {
    logger.error('no token', { clientId: event.callerContext.clientId, error });
    throw error;
  }
};
