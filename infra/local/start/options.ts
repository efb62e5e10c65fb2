import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '../../../lib/domain/index.ts';

/** What the caller of `npm start` asked for. */
export type StartOptions = {
  /** The user's own files, laid out `{market}/{kind}/…`; absent for the demo. */
  dataFolder?: string;
  /** Start over: forget what this source's state directory holds. */
  fresh: boolean;
  /** Run, print one JSON line and exit. */
  once: boolean;
  /** 0 takes any free port. */
  port: number;
  help: boolean;
  /** Share of a run's shards that is worked on: for benches alone. Default 1. */
  shareOfItems?: number;
  /** The folder of all state, `.tradewind`. */
  stateRoot: string;
  /** Where this source's state lives: the demo and every data folder keep apart. */
  stateDirectory: string;
};

export const USAGE = `npm start                       run the demo: three markets and a small fourth
npm start -- --data <folder>    run your own files, laid out {market}/{kind}/file.csv
            --once             run, print one line of JSON and exit
            --fresh            forget what an earlier start left in .tradewind
            --port <number>    listen there (default 4000; 0 takes a free one)
            --state <folder>   keep what a restart goes on from there (default .tradewind)`;

/**
 * Read the command line of `npm start`.
 *
 * @param argv - arguments after the program's own
 * @param root - the project, where `.tradewind` is
 * @throws InputError for an option that is not known or a port that is none
 */
export function readOptions(argv: readonly string[], root: string): StartOptions {
  const values = parse(argv);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InputError(`--port takes a number from 0 to 65535, not "${values.port}"`);
  const dataFolder = values.data === undefined ? undefined : resolve(values.data);
  const stateRoot = resolve(root, values.state);
  return {
    ...(dataFolder === undefined ? {} : { dataFolder }),
    fresh: values.fresh,
    once: values.once,
    port,
    help: values.help,
    stateRoot,
    stateDirectory: join(stateRoot, dataFolder === undefined ? 'demo' : folderName(dataFolder)),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        once: { type: 'boolean', default: false },
        port: { type: 'string', default: '4000' },
        state: { type: 'string', default: '.tradewind' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new InputError(`${said}. Known options:\n${USAGE}`, { cause: error });
  }
}

/** Name a data folder's state: readable, and apart from another folder of the same name. */
function folderName(folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  return `${basename(folder).replaceAll(/[^a-zA-Z0-9-]/g, '-')}-${hash}`;
}
