import { isPassingFault } from '../domain/index.ts';

/** A stream that failed half-way is spent, so that the SDK does not try its request again: these are the tries of our own. */
const TRIES = 5;
const FIRST_PAUSE_MS = 100;

/**
 * Do a transfer that opens its stream anew at each try: again with growing pauses where a service is overloaded or a
 * connection broke, at once to its caller where trying again can't help.
 *
 * @returns what the transfer returns
 * @throws the last try's error
 */
export async function withFreshStream<Result>(transfer: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transfer();
    } catch (error) {
      if (attempt === TRIES || !isPassingFault(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    }
  }
}
