import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionError, Invocation, Report } from './function-bootstrap.ts';

/** What a function's process is started with: what the template says of the function, made local. */
export type ProcessSettings = {
  /** Absolute path of the bundle, and the name that it exports the handler by. */
  bundle: string;
  exportName: string;
  environment: { [name: string]: string };
  memoryMib: number;
  timeoutMs: number;
  logFile: string;
  /** The process's own `/tmp`; removed when it ends. */
  scratchDirectory: string;
};

/** How an invocation ended; `payload` is JSON text. */
export type Outcome = { kind: 'done'; payload: string } | { kind: 'failed'; error: FunctionError };

/** An invocation with the caller's own limit; the function's timeout holds too. */
export type InvocationRequest = Omit<Invocation, 'deadlineMs'> & { timeoutMs: number };

/** One process of a function; it takes one invocation at a time. */
export type FunctionProcess = {
  invoke(request: InvocationRequest): Promise<Outcome>;
  /** False after it crashed, was killed or could not load its bundle. */
  isAlive(): boolean;
  /** The most resident memory seen so far, MiB. */
  peakMib(): number;
  /** Processor time of all its threads so far, ms; up to a quarter of a second old while it works. */
  cpuMs(): number;
  stop(): void;
};

const bootstrap = fileURLToPath(new URL('./function-bootstrap.ts', import.meta.url));

/**
 * Resident memory that a process may have beyond its function's `MemorySize`, MiB. Lambda counts the whole sandbox; a
 * process of this machine also maps Node itself and, with more processors, more threads' buffers of native libraries.
 */
const slackMib = 192;

/** Time for importing the bundle, ms: Lambda gives its init phase 10 s, and a busy machine is slower. */
const loadTimeoutMs = 60_000;

/** How often resident memory is read, ms. */
const watchEveryMs = 250;

/**
 * Start a function's process.
 *
 * It is killed when an invocation exceeds the timeout (`Sandbox.Timedout`, as Lambda calls it) or its memory exceeds
 * `MemorySize` plus slack (`Runtime.ExitError`). Memory is read from /proc; where there is none, the limit of the heap
 * alone holds.
 */
export function startFunctionProcess(settings: ProcessSettings): FunctionProcess {
  mkdirSync(settings.scratchDirectory, { recursive: true });
  const child = spawn(settings);
  let peakMib = 0;
  let cpuMs = 0;
  let alive = true;
  let isTooLarge = false;
  let isAtWork = false;
  const look = () => {
    void readCpuMs(child.pid).then((readMs) => {
      cpuMs = Math.max(cpuMs, readMs);
    });
    void readMemory(child.pid).then(({ residentMib, mostMib }) => {
      peakMib = Math.max(peakMib, mostMib);
      if (residentMib <= settings.memoryMib + slackMib) return;
      isTooLarge = true;
      child.kill('SIGKILL');
    });
  };
  // dozens of processes wait for their next invocation: looking at those too takes a tenth of a processor
  const watch = setInterval(() => isAtWork && look(), watchEveryMs);
  watch.unref();
  child.once('exit', () => {
    alive = false;
    clearInterval(watch);
    rmSync(settings.scratchDirectory, { recursive: true, force: true });
  });
  const exitReason = (): string =>
    isTooLarge
      ? `memory exceeded ${settings.memoryMib} MiB`
      : `signal: ${child.signalCode ?? child.exitCode}`;
  const loaded = nextReport(child, loadTimeoutMs, exitReason);
  return {
    isAlive: () => alive,
    peakMib: () => peakMib,
    cpuMs: () => cpuMs,
    stop: () => void child.kill('SIGKILL'),
    invoke: async ({ requestId, functionArn, payload, timeoutMs: callersMs }) => {
      const timeoutMs = Math.min(settings.timeoutMs, callersMs);
      isAtWork = true;
      const start = await loaded;
      if (start.kind !== 'ready') {
        child.kill('SIGKILL');
        alive = false;
        return failureOf(start, requestId, 'Runtime.InitError');
      }
      const outcome = nextReport(child, timeoutMs, exitReason);
      child.send({ requestId, functionArn, payload, deadlineMs: Date.now() + timeoutMs });
      const ended = await outcome;
      isAtWork = false;
      look();
      if (ended.kind === 'late' || ended.kind === 'gone') {
        alive = false;
        child.kill('SIGKILL');
      }
      return ended.kind === 'done' ? ended : failureOf(ended, requestId, undefined, timeoutMs);
    },
  };
}

function spawn(settings: ProcessSettings): ChildProcess {
  const log = openSync(settings.logFile, 'a');
  const child = fork(bootstrap, [settings.bundle, settings.exportName], {
    cwd: dirname(settings.bundle),
    env: { ...settings.environment, TMPDIR: settings.scratchDirectory },
    execArgv: [`--max-old-space-size=${settings.memoryMib}`, '--enable-source-maps'],
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  // without a listener a failed start or a write to a dead process would end the runner; `exit` tells the same
  child.on('error', () => undefined);
  return child;
}

type Ending = Report | { kind: 'late' } | { kind: 'gone'; reason: string };

/** Wait for the process to tell something, to end, or to take too long. */
function nextReport(child: ChildProcess, timeoutMs: number, exitReason: () => string): Promise<Ending> {
  return new Promise((settle) => {
    const end = (ending: Ending) => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      settle(ending);
    };
    // the bootstrap sends nothing but reports
    const onMessage = (message: unknown) => end(message as Report);
    const onExit = () => end({ kind: 'gone', reason: exitReason() });
    const timer = setTimeout(() => end({ kind: 'late' }), timeoutMs);
    child.once('message', onMessage);
    child.once('exit', onExit);
    if (child.exitCode !== null || child.signalCode !== null) onExit();
  });
}

function failureOf(
  ending: Ending,
  requestId: string,
  errorType?: string,
  timeoutMs = loadTimeoutMs,
): Outcome {
  const failed = (type: string, errorMessage: string): Outcome => ({
    kind: 'failed',
    error: { errorType: errorType ?? type, errorMessage },
  });
  switch (ending.kind) {
    case 'failed':
    case 'broken':
      return { kind: 'failed', error: ending.error };
    case 'late':
      return failed(
        'Sandbox.Timedout',
        `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
      );
    case 'gone':
      return failed(
        'Runtime.ExitError',
        `RequestId: ${requestId} Error: Runtime exited with error: ${ending.reason}`,
      );
    case 'ready':
    case 'done':
      return failed('Runtime.Unknown', `RequestId: ${requestId} Error: the process answered out of turn`);
  }
}

/** Read a process's resident memory now and at its peak, MiB; zeros where there is no /proc. */
async function readMemory(pid: number | undefined): Promise<{ residentMib: number; mostMib: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  return { residentMib: kib('VmRSS') / 1024, mostMib: kib('VmHWM') / 1024 };
}

/** The kernel counts processor time in hundredths of a second on every Linux that Node runs on. */
const TICK_MS = 10;

/** Read a process's processor time, ms; 0 where there is no /proc. */
async function readCpuMs(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // the command's name, which may hold blanks, ends at the last bracket; utime and stime are the 12th and 13th field behind it
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
}
