/** A function of the system: what it may hold and how long it may take. */
export type FunctionSize = {
  memoryMib: number;
  timeoutSeconds: number;
  /** Scratch space under `/tmp`; the platform's own 512 MiB where nothing is said. */
  scratchMib?: number;
  /** Holds DuckDB, a native library that is not bundled but laid beside the bundle. */
  duckdb?: true;
};

/** Memory at which Lambda gives one full processor (AWS Lambda developer guide, "Configure memory"). */
const ONE_PROCESSOR_MIB = 1769;

/**
 * Every function by the name of its folder. Memory buys processors, so a step that computes has two of them; the hot
 * path has what its client needs.
 */
export const functionSizes = {
  ingest: { memoryMib: 2048, timeoutSeconds: 300, scratchMib: 4096, duckdb: true },
  plan: { memoryMib: 2048, timeoutSeconds: 900, scratchMib: 4096, duckdb: true },
  forecast: { memoryMib: 2 * ONE_PROCESSOR_MIB, timeoutSeconds: 600 },
  segment: { memoryMib: 2048, timeoutSeconds: 900, scratchMib: 4096, duckdb: true },
  learn: { memoryMib: 2 * ONE_PROCESSOR_MIB, timeoutSeconds: 600 },
  report: { memoryMib: 2048, timeoutSeconds: 300, scratchMib: 4096, duckdb: true },
  export: { memoryMib: 2048, timeoutSeconds: 900, scratchMib: 8192, duckdb: true },
  privacy: { memoryMib: 2048, timeoutSeconds: 900, scratchMib: 8192, duckdb: true },
  notify: { memoryMib: 512, timeoutSeconds: 60 },
  sweep: { memoryMib: 256, timeoutSeconds: 120 },
  recommend: { memoryMib: 512, timeoutSeconds: 5 },
  api: { memoryMib: 512, timeoutSeconds: 15 },
  identity: { memoryMib: 256, timeoutSeconds: 5 },
} as const satisfies Record<string, FunctionSize>;

export type FunctionName = keyof typeof functionSizes;

/** The size of one function, with what it leaves open as `undefined`. */
export const sizeOf = (name: FunctionName): FunctionSize => functionSizes[name];

/** Every function's name. */
// keys of a constant are its names; Object.keys forgets that
export const functionNames = Object.keys(functionSizes) as FunctionName[];
