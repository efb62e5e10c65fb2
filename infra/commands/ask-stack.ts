import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { AppError, InputError, NotFoundError, parseStored, UpstreamError } from '../../lib/domain/index.ts';

/** The options of every command that asks a stack, as `parseArgs` takes them. */
export const STACK_OPTIONS = {
  api: { type: 'string' },
  token: { type: 'string' },
  state: { type: 'string' },
} as const;

/** The same as their usage. */
export const STACK_USAGE = '[--state .tradewind] [--api http://localhost:4000] [--token …]';

/** Where a stack answers, and who asks. */
export type Session = { api: string; token: string };

type Given = { api?: string | undefined; token?: string | undefined; state?: string | undefined };

const DEFAULT_API = 'http://localhost:4000';
/** Where `npm start` leaves what the commands need, if it is told no other folder. */
const DEFAULT_STATE = '.tradewind';
const TIMEOUT_MS = 15_000;

const sessionSchema = z.object({ url: z.string(), token: z.string() });

/**
 * Find the stack and the token of a command: those given, else those of `TRADEWIND_API` and `TRADEWIND_TOKEN`, else what the stack
 * left in its folder of state: `--state`, else `TRADEWIND_STATE`, else `.tradewind`.
 *
 * @throws InputError when there is no token, or the address is none
 */
export async function sessionFor(given: Given, environment: NodeJS.ProcessEnv): Promise<Session> {
  const token = given.token ?? environment.TRADEWIND_TOKEN;
  const api = given.api ?? environment.TRADEWIND_API;
  if (api !== undefined && !URL.canParse(api)) throw new InputError(`--api ${api} is no URL`);
  if (token !== undefined) return { api: api ?? DEFAULT_API, token };
  const left = await readSession(given.state ?? environment.TRADEWIND_STATE ?? DEFAULT_STATE);
  return { api: api ?? left.url, token: left.token };
}

async function readSession(state: string) {
  const file = join(state, 'session.json');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InputError(
      `no token: give --token or TRADEWIND_TOKEN, or start the stack, which writes ${file} (--state names another folder)`,
      { cause: error },
    );
  });
  return parseStored(sessionSchema, text, file);
}

/** What is asked: a GET, unless there is a body to POST. */
export type Question = { path: string | URL; body?: unknown };

/**
 * Get JSON from a stack's API.
 *
 * @throws NotFoundError for a 404, UpstreamError for whatever else is no answer, both with what the stack says
 */
export async function askStack({ api, token }: Session, { path, body }: Question): Promise<unknown> {
  const url = new URL(path, api);
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  const sent =
    body === undefined
      ? { headers }
      : {
          headers: { ...headers, 'content-type': 'application/json' },
          method: 'POST',
          body: JSON.stringify(body),
        };
  let response: Response;
  try {
    response = await fetch(url, { ...sent, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new UpstreamError(`nothing answers at ${url.origin}: is the stack running (npm start)?`, {
      cause: error,
    });
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const detail =
    typeof answer === 'object' && answer !== null && 'detail' in answer ? `: ${String(answer.detail)}` : '';
  if (response.status === 404) throw new NotFoundError(`${url.pathname} is not there${detail}`);
  const hint = response.status === 401 ? ' (the token has ended, or is of another stack: give --token)' : '';
  throw new UpstreamError(`${url.pathname} answered ${response.status}${detail}${hint}`);
}

/** Write a command's file. @throws InputError when it cannot be written */
export async function writeOut(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw new InputError(`cannot write ${file}: ${messageOf(error)}`, { cause: error });
  });
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
