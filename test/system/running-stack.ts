import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What a start leaves for scripts in its state directory. */
export type Session = { url: string; token: string };

/** `npm start` in a process of its own, as a user has it. */
export type RunningStack = {
  session: Session;
  /** Call the API with the ready token. */
  get(path: string): Promise<{ status: number; body: unknown; headers: Headers }>;
  post(
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: unknown }>;
  /** Everything printed so far. */
  printed(): string;
  /** Ctrl-C; resolves with the exit code. */
  stop(): Promise<number | null>;
};

/** Run the start command to its end. */
export async function runStart(
  ...args: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawnStart(args);
  const out = collect(child);
  const [code] = await once(child, 'close');
  return { code, stdout: out.stdout(), stderr: out.stderr() };
}

/** Start and wait until the session is ready: every run ended, the address printed. */
export async function startStack(stateRoot: string, ...args: string[]): Promise<RunningStack> {
  const child = spawnStart(['--state', stateRoot, '--port', '0', ...args]);
  const out = collect(child);
  const session = await readSession(child, join(stateRoot, 'session.json'), out);
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
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body, headers),
    printed: () => out.stdout() + out.stderr(),
    stop: async () => {
      child.kill('SIGINT');
      const [code] = await once(child, 'close');
      return code;
    },
  };
}

/** Spawn the start command without waiting: for tests that kill it. */
export function spawnStart(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['infra/local/main.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A state folder inside the project's own, since bundles find native packages in a folder above them. */
export function temporaryState(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(process.cwd(), '.tradewind-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function collect(child: ChildProcess) {
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
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the start ended with ${child.exitCode}: ${out.stderr()}`);
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      await pause(100);
    }
  }
}
