import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type * as z from 'zod/mini';
import type { Summary } from '../../infra/local/start/summary.ts';
import { type Client, createClient } from '../../lib/client/index.ts';
import { parseAs } from '../../lib/domain/index.ts';

/** Most of a start's time is the machine's: two cores that other tests use too. */
export const PATIENCE_MS = 600_000;

const START = 'infra/local/main.ts';

/** What a start leaves for scripts in its state directory. */
export type Session = { url: string; token: string };

/** What the API answered; `body` is its JSON, `undefined` where it was empty. */
export type Answer = { status: number; body: unknown; headers: Headers };

/** `npm start` in a process of its own, as a user has it. */
export type RunningStack = {
  session: Session;
  /** The typed client with the ready token; of a region's own address, or of the one that finds a market's region by its name. */
  client(region?: string): Client;
  /** Call the API with the ready token. */
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Get an answer of 200 and hold it against its schema. */
  read<Schema extends z.ZodMiniType>(schema: Schema, path: string): Promise<z.output<Schema>>;
  /** Everything printed so far, and what of it was on standard output. */
  printed(): string;
  stdout(): string;
  /** Ctrl-C; resolves with the exit code. */
  stop(): Promise<number | null>;
};

/** How a start that nobody stops ended: with a code, or by a signal. */
export type Ended = {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
};

/** Run the start command to its end. */
export const runStart = (...args: string[]): Promise<Ended> => runProgram(START, ...args);

/** Run a program of this project to its end. */
export async function runProgram(program: string, ...args: string[]): Promise<Ended> {
  const child = spawnProgram(program, args);
  const out = collect(child);
  const [code, signal] = await once(child, 'close');
  return { code, signal, stdout: out.stdout(), stderr: out.stderr() };
}

/** Read the line of JSON that a start with `--once` ends with. */
export function summaryOf({ code, stdout, stderr }: Ended): Summary {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`the start ended with ${code}, without a summary: ${stderr}`);
  return JSON.parse(line);
}

/** Start and wait until the session is ready: every run ended, the address printed. */
export async function startStack(stateRoot: string, ...args: string[]): Promise<RunningStack> {
  const sessionFile = join(stateRoot, 'session.json');
  rmSync(sessionFile, { force: true });
  const child = spawnProgram(START, ['--state', stateRoot, '--port', '0', ...args]);
  const out = collect(child);
  const session = await readSession(child, sessionFile, out);
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${session.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: text === '' ? undefined : JSON.parse(text),
      headers: answer.headers,
    };
  };
  return {
    session,
    client: (region) =>
      createClient({
        baseUrl: region === undefined ? session.url : `${session.url}/${region}`,
        token: session.token,
      }),
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body, headers) => call('PUT', path, body, headers),
    patch: (path, body, headers) => call('PATCH', path, body, headers),
    read: async (schema, path) => {
      const { status, body } = await call('GET', path);
      if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
      return parseAs(schema, body, path);
    },
    printed: () => out.stdout() + out.stderr(),
    stdout: out.stdout,
    stop: () => end(child, 'SIGINT'),
  };
}

function spawnProgram(program: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** End a process and wait until it is gone. @returns its exit code, `null` when the signal ended it */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill(signal);
  const [code] = await once(child, 'close');
  return code;
}

/** A state folder outside of the project, as `--state` allows. */
export function temporaryState(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Gather what a process prints. */
function collect(child: ChildProcess): { stdout(): string; stderr(): string } {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return { stdout: () => stdout, stderr: () => stderr };
}

async function readSession(
  child: ChildProcess,
  file: string,
  out: ReturnType<typeof collect>,
): Promise<Session> {
  for (const startedMs = performance.now(); performance.now() - startedMs < PATIENCE_MS; ) {
    if (child.exitCode !== null) throw new Error(`the start ended with ${child.exitCode}: ${out.stderr()}`);
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      await pause(100);
    }
  }
  await end(child, 'SIGKILL');
  throw new Error(`no session after ${PATIENCE_MS / 1000} s: ${out.stderr()}`);
}
