import { pathToFileURL } from 'node:url';

/** What a process of its own tells of its first answer. */
export type FirstAnswer = {
  status: number;
  /** From the process's start to the answer, and from the beginning of the import; ms on the clock. */
  sinceStartMs: number;
  sinceImportMs: number;
  /** Processor time of the whole process so far. */
  cpuMs: number;
};

/** A function's process as Lambda starts it: import the bundle, answer one event, tell how long it took, end. */
const [bundle = '', event = ''] = process.argv.slice(2);
const importedMs = performance.now();
// the two bundles of this bench export a handler
const { handler } = (await import(pathToFileURL(bundle).href)) as {
  handler: (event: unknown, context: object) => Promise<{ statusCode: number }>;
};
const { statusCode } = await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 10_000 });
const answeredMs = performance.now();
const { user, system } = process.cpuUsage();
const told: FirstAnswer = {
  status: statusCode,
  sinceStartMs: answeredMs,
  sinceImportMs: answeredMs - importedMs,
  cpuMs: (user + system) / 1000,
};
process.send?.(told, () => process.exit());
