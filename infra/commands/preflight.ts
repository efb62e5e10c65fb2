import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { AppError, InputError, parseAs } from '../../lib/domain/index.ts';
import { readDeployment } from '../stacks/read-deployment.ts';
import { NEW_ACCOUNT_QUOTA } from '../stacks/read-settings.ts';
import { orUsage } from './ask-stack.ts';
import { estimateMonthlyCost, type Workload } from './estimate-cost.ts';

const USAGE =
  'npm run preflight -- [--series 1000] [--rows 20000] [--requests 100000] [--stored-gb 5] [--clients 1]';

/** The quota at which everything runs as many functions at once as it can use (`shareConcurrency`). */
const ROOMY_QUOTA = 50;

/** The answer of one check; what could not be asked is said, and stops nobody. */
export type Check = { kind: 'passed' | 'failed' | 'not checked'; what: string; detail: string };

/** What the checks ask of an account; each may throw when there is no account to ask. */
export type Account = {
  /** Names of all buckets. */
  bucketNames(): Promise<string[]>;
  /** Functions that may run at once in a region. */
  concurrency(region: string): Promise<number>;
};

/**
 * Check each region before a first deployment: is the CDK's own stack there, and may enough functions run at once?
 *
 * @returns a check for each region and question, in order
 */
export async function checkAccount(regions: readonly string[], account: Account): Promise<Check[]> {
  const buckets = await account.bucketNames().then(
    (names) => ({ kind: 'known' as const, names }),
    (error: unknown) => ({ kind: 'unknown' as const, detail: sentenceOf(error) }),
  );
  const checks = regions.map(async (region): Promise<Check[]> => {
    const what = `${region}: bootstrapped`;
    const bootstrapped: Check =
      buckets.kind === 'unknown'
        ? { kind: 'not checked', what, detail: buckets.detail }
        : checkBootstrap(what, region, buckets.names);
    return [bootstrapped, await checkConcurrency(region, account)];
  });
  return (await Promise.all(checks)).flat();
}

function checkBootstrap(what: string, region: string, names: readonly string[]): Check {
  const pattern = new RegExp(`^cdk-hnb659fds-assets-\\d{12}-${region}$`);
  const found = names.find((name) => pattern.test(name));
  if (found !== undefined) return { kind: 'passed', what, detail: found };
  return { kind: 'failed', what, detail: `run: npx cdk bootstrap aws://<account>/${region}` };
}

async function checkConcurrency(region: string, account: Account): Promise<Check> {
  const what = `${region}: functions at once`;
  try {
    const limit = await account.concurrency(region);
    return limit < NEW_ACCOUNT_QUOTA
      ? { kind: 'failed', what, detail: `${limit}, ${NEW_ACCOUNT_QUOTA} are needed: ${RAISE}` }
      : { kind: 'passed', what, detail: adviceFor(limit) };
  } catch (error) {
    return { kind: 'not checked', what, detail: sentenceOf(error) };
  }
}

const RAISE = 'raise the quota "Concurrent executions" of Lambda';

/** The default setting fits every account: tell one with more room how to use it, and one without how to get it. */
function adviceFor(limit: number): string {
  if (limit === NEW_ACCOUNT_QUOTA)
    return `${limit}: enough for one market's night; for more at once ${RAISE}`;
  const told = `${limit}: deploy with -c lambdaQuota=${limit} to use it`;
  return limit < ROOMY_QUOTA ? `${told}; ${RAISE} to ${ROOMY_QUOTA} for all that it can use` : told;
}

const settingsSchema = z.object({ AccountLimit: z.object({ ConcurrentExecutions: z.int() }) });

/** The account that this machine's credentials belong to; quotas are asked by the AWS CLI, where there is one. */
const ownAccount: Account = {
  bucketNames: async () => {
    const { Buckets = [] } = await new S3Client({ region: 'us-east-1', maxAttempts: 1 }).send(
      new ListBucketsCommand({}),
    );
    return Buckets.flatMap(({ Name }) => (Name === undefined ? [] : [Name]));
  },
  concurrency: async (region) => {
    const words = ['lambda', 'get-account-settings', '--region', region, '--output', 'json'];
    const { stdout } = await promisify(execFile)('aws', words, { timeout: 20_000 });
    return parseAs(settingsSchema, JSON.parse(stdout), 'the answer of the AWS CLI').AccountLimit
      .ConcurrentExecutions;
  },
};

/**
 * Print what a first deployment needs and costs.
 *
 * @param words - the command line, without node and script
 * @returns true when no check failed; what couldn't be checked fails nothing
 * @throws InputError for words that don't fit
 */
export async function preflight(
  words: readonly string[],
  account: Account,
  print: (line: string) => void,
): Promise<boolean> {
  const { regions, merchants, markets } = readDeployment();
  const workload = readWorkload(words, regions.length);
  print(`${merchants.length} merchants, ${markets.length} markets, regions ${regions.join(', ')}`);
  const checks = await checkAccount(regions, account);
  for (const { kind, what, detail } of checks) print(`  ${kind.padEnd(12)} ${what.padEnd(36)} ${detail}`);
  printCost(workload, print);
  return checks.every(({ kind }) => kind !== 'failed');
}

function printCost(workload: Workload, print: (line: string) => void): void {
  const lines = estimateMonthlyCost(workload);
  const total = lines.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
  const { series, rowsPerNight, requests, storedGb } = workload;
  print(
    `A month at list prices (us-east-1, 2025, no free tier) for ${series} series, ${rowsPerNight} rows a night, ` +
      `${requests} requests, ${storedGb} GB:`,
  );
  for (const { what, usdPerMonth } of lines) print(`  ${usdPerMonth.toFixed(2).padStart(9)} USD  ${what}`);
  print(
    `  ${total.toFixed(2).padStart(9)} USD  in all; an estimate, not an offer: taxes and data transfer come on top`,
  );
}

function readWorkload(words: readonly string[], regions: number): Workload {
  const text = { type: 'string' } as const;
  const options = { series: text, rows: text, requests: text, 'stored-gb': text, clients: text };
  const { values } = orUsage(USAGE, () => parseArgs({ args: [...words], options, allowPositionals: false }));
  const number = (name: keyof typeof values, otherwise: number): number => {
    const given = values[name];
    const value = given === undefined ? otherwise : Number(given);
    if (!(value >= 0)) throw new InputError(`--${name} ${given} is no number from 0 up. ${USAGE}`);
    return value;
  };
  return {
    regions,
    series: number('series', 1000),
    rowsPerNight: number('rows', 20_000),
    requests: number('requests', 100_000),
    storedGb: number('stored-gb', 5),
    machineClients: number('clients', 1),
  };
}

/** The first sentence of what went wrong; a program that was called says it on its error stream. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'the AWS CLI is not installed';
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  const message = said === '' ? error.message : said;
  return message.split(/\.\s|\n/)[0] ?? message;
}

if (import.meta.main) {
  try {
    process.exitCode = (await preflight(process.argv.slice(2), ownAccount, console.log)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
