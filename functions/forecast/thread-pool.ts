import { Worker } from 'node:worker_threads';

/** How one task ended: with its result, or without one and why. */
export type Outcome<Result> = { kind: 'done'; result: Result } | { kind: 'lost'; reason: string };

/** Threads that take one task at a time each, and live on from one run to the next. */
export type ThreadPool<Task, Result> = {
  /**
   * Run tasks on all threads, one run at a time.
   *
   * @param deadlineMs - asked when a task begins: milliseconds that it may take; with none left it does not begin
   * @returns an outcome a task, in the order of the tasks, whichever thread did it
   */
  run(tasks: readonly Task[], deadlineMs: () => number): Promise<Outcome<Result>[]>;
  /** End the threads. */
  close(): Promise<void>;
};

export type PoolOptions = {
  threads: number;
  /** The threads' program: it answers each message, a task, with one message, its result. */
  script: URL;
  /** Heap of one thread, MiB: a task that wants more ends its thread and not the process. */
  heapMib: number;
};

/**
 * Open a pool of threads. Each starts with its first task; one that throws, exits, runs out of memory or past its deadline
 * loses that task alone and is replaced for the next.
 */
export function createThreadPool<Task, Result>({
  threads,
  ...settings
}: PoolOptions): ThreadPool<Task, Result> {
  const seats = Array.from({ length: threads }, () => createSeat<Task, Result>(settings));
  return {
    run: async (tasks, deadlineMs) => {
      const outcomes: Outcome<Result>[] = [];
      const queue = tasks.entries();
      await Promise.all(
        seats.map(async (seat) => {
          // an iterator shared by all seats: whoever is free takes the next
          for (const [place, task] of queue) outcomes[place] = await seat.ask(task, deadlineMs());
        }),
      );
      return outcomes;
    },
    close: async () => {
      await Promise.all(seats.map((seat) => seat.close()));
    },
  };
}

/** A place in the pool: its thread changes when one is lost. */
function createSeat<Task, Result>(settings: Omit<PoolOptions, 'threads'>) {
  let thread: Worker | undefined;
  return {
    ask: async (task: Task, deadlineMs: number): Promise<Outcome<Result>> => {
      if (!(deadlineMs > 0)) return { kind: 'lost', reason: 'no time was left' };
      thread ??= startThread(settings, (ended) => {
        if (thread === ended) thread = undefined;
      });
      const asked = thread;
      asked.ref();
      const outcome = await answerOf<Task, Result>(asked, task, deadlineMs);
      // an idle thread must not keep the process alive
      asked.unref();
      if (outcome.kind === 'lost') await asked.terminate();
      return outcome;
    },
    close: async () => {
      await thread?.terminate();
    },
  };
}

function startThread(
  { script, heapMib }: Omit<PoolOptions, 'threads'>,
  onEnd: (thread: Worker) => void,
): Worker {
  const thread = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: heapMib } });
  // whoever waits for an answer hears of it; without any listener it would end the process
  thread.on('error', () => undefined);
  thread.once('exit', () => onEnd(thread));
  return thread;
}

function answerOf<Task, Result>(thread: Worker, task: Task, deadlineMs: number): Promise<Outcome<Result>> {
  return new Promise((settle) => {
    const end = (outcome: Outcome<Result>) => {
      clearTimeout(timer);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      settle(outcome);
    };
    const lost = (reason: string) => end({ kind: 'lost', reason });
    // the script sends nothing but results
    const onMessage = (result: Result) => end({ kind: 'done', result });
    const onError = (error: unknown) => lost(String(messageOf(error)));
    const onExit = (code: number) => lost(`its thread ended with code ${code}`);
    const timer = setTimeout(() => lost(`it took longer than ${Math.round(deadlineMs)} ms`), deadlineMs);
    thread.once('message', onMessage).once('error', onError).once('exit', onExit);
    thread.postMessage(task);
  });
}

/** An error that comes from another thread need not be an instance of this one's class. */
const messageOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
