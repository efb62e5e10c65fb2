import { readFile } from 'node:fs/promises';
import { AppError, InputError, NotFoundError, UpstreamError } from '../../lib/domain/index.ts';

/** Where the running stack leaves its token. */
const TOKEN_FILE = '.tradewind/token';
const TIMEOUT_MS = 15_000;

/**
 * Choose the token of a command: the one given, else that of `TRADEWIND_TOKEN`, else the running stack's.
 *
 * @throws InputError when there is none
 */
export async function tokenFor(given: string | undefined, environment: NodeJS.ProcessEnv): Promise<string> {
  if (given !== undefined) return given;
  if (environment.TRADEWIND_TOKEN !== undefined) return environment.TRADEWIND_TOKEN;
  try {
    return (await readFile(TOKEN_FILE, 'utf8')).trim();
  } catch (error) {
    throw new InputError(
      `no token: give --token or TRADEWIND_TOKEN, or start the stack, which writes ${TOKEN_FILE}`,
      { cause: error },
    );
  }
}

/**
 * Get JSON from a stack's API.
 *
 * @throws NotFoundError for a 404, UpstreamError for whatever else is no answer, both with what the stack says
 */
export async function askStack(url: URL, token: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  let response: Response;
  try {
    response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new UpstreamError(`nothing answers at ${url.origin}: is the stack running (npm start)?`, {
      cause: error,
    });
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  const detail =
    typeof body === 'object' && body !== null && 'detail' in body ? `: ${String(body.detail)}` : '';
  if (response.status === 404) throw new NotFoundError(`${url.pathname} is not there${detail}`);
  const hint = response.status === 401 ? ' (the token has ended, or is of another stack: give --token)' : '';
  throw new UpstreamError(`${url.pathname} answered ${response.status}${detail}${hint}`);
}

/**
 * Parse a command line, or say how it is meant.
 *
 * @throws InputError with the first sentence of what is wrong, and the usage
 */
export function orUsage<T>(usage: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    // parseArgs explains at length after its first sentence
    throw new InputError(`${messageOf(error).split('. ')[0]}. ${usage}`, { cause: error });
  }
}

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Run a command: print its answer, or in one line why there is none. */
export async function runCommand(command: () => Promise<string>): Promise<void> {
  try {
    console.log(await command());
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
