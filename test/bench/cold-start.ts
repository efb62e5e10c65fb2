import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLING } from '../../infra/constructs/bundle-functions.ts';
import { medianOf } from '../../lib/numeric/index.ts';
import { tables } from '../functions/embedded-dynamo.ts';
import { markets, merchants } from '../functions/stored-documents.ts';
import type { FirstAnswer } from './first-answer.ts';

/** A new process's first answer against that of a bare function with the same BatchGetItem, each in its own bundle. */
export type ColdStartFigures = {
  pairs: number;
  /** Medians over pairs, the bare one with the SDK as it comes; the goal is at most 1.2, on the clock from the process's start. */
  ratio: number;
  cpuRatio: number;
  /** Against a bare one bundled as ours is, without the SDK's chain of credential providers. */
  leanRatio: number;
  leanCpuRatio: number;
  /** From the import alone, without the start of Node that both have. */
  importRatio: number;
  recommendMs: number;
  bareMs: number;
};

const BUNDLES = ['ours', 'bare', 'leanBare'] as const;
type Round = Record<(typeof BUNDLES)[number], FirstAnswer>;

/** Start each in turn, the order turned every other time, against the same DynamoDB; secrets come from this process. */
export async function benchColdStart(
  dynamoEndpoint: string,
  event: object,
  pairs = 20,
): Promise<ColdStartFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'tradewind-bench-'));
  const secrets = createServer((_, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ SecretString: 'a-secret-of-sixteen-characters' }));
  });
  await new Promise<void>((listening) => secrets.listen(0, '127.0.0.1', listening));
  try {
    await bundle(folder);
    // a server that listens on a port has an AddressInfo
    const { port } = secrets.address() as AddressInfo;
    const env = environmentOf(dynamoEndpoint, `http://127.0.0.1:${port}`);
    const start = (name: string) => firstAnswer(folder, `${name}.mjs`, { event, env });
    const rounds: Round[] = [];
    for (let round = -2; round < pairs; round++) {
      const answers = new Map<string, FirstAnswer>();
      for (const name of round % 2 === 0 ? BUNDLES : BUNDLES.toReversed())
        answers.set(name, await start(name));
      // every name was started just above
      if (round >= 0) rounds.push(Object.fromEntries(answers) as Round);
    }
    return figuresOf(rounds);
  } finally {
    secrets.close();
    await rm(folder, { recursive: true });
  }
}

/** Bundle the programs: all as functions are, but the bare one with the SDK as it comes too. */
async function bundle(folder: string): Promise<void> {
  const out = { outdir: folder, outExtension: { '.js': '.mjs' } };
  const bare = 'test/bench/bare-recommend.ts';
  const entryPoints = {
    first: 'test/bench/first-answer.ts',
    ours: 'functions/recommend/main.ts',
    leanBare: bare,
  };
  await build({ ...BUNDLING, ...out, entryPoints });
  await build({ ...BUNDLING, ...out, alias: {}, entryPoints: { bare } });
}

function figuresOf(rounds: readonly Round[]): ColdStartFigures {
  const ratio = (figure: 'sinceStartMs' | 'sinceImportMs' | 'cpuMs', base: 'bare' | 'leanBare' = 'bare') =>
    rounded(medianOf(rounds.map((round) => round.ours[figure] / round[base][figure])));
  return {
    pairs: rounds.length,
    ratio: ratio('sinceStartMs'),
    cpuRatio: ratio('cpuMs'),
    leanRatio: ratio('sinceStartMs', 'leanBare'),
    leanCpuRatio: ratio('cpuMs', 'leanBare'),
    importRatio: ratio('sinceImportMs'),
    recommendMs: rounded(medianOf(rounds.map(({ ours }) => ours.sinceStartMs))),
    bareMs: rounded(medianOf(rounds.map(({ bare }) => bare.sinceStartMs))),
  };
}

/** Run one process to its first answer. */
async function firstAnswer(
  folder: string,
  bundle: string,
  { event, env }: { event: object; env: NodeJS.ProcessEnv },
): Promise<FirstAnswer> {
  const process = fork(join(folder, 'first.mjs'), [join(folder, bundle), JSON.stringify(event)], { env });
  const told = await new Promise<FirstAnswer>((resolve, reject) => {
    // the program sends nothing else
    process.once('message', (message) => resolve(message as FirstAnswer));
    process.once('exit', (code) => reject(new Error(`${bundle} ended with ${code} before it answered`)));
  });
  await new Promise((ended) => process.once('exit', ended));
  if (told.status !== 200) throw new Error(`${bundle} answered ${told.status}`);
  return told;
}

/** What Lambda gives a function, credentials by environment included. */
function environmentOf(dynamo: string, secrets: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL_DYNAMODB: dynamo,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets,
    TABLE_POLICIES: tables.policies,
    TABLE_CONTROLS: tables.controls,
    TABLE_INSIGHTS: tables.insights,
    TABLE_DECISIONS: tables.decisions,
    MARKETS: JSON.stringify(markets),
    MERCHANTS: JSON.stringify(merchants),
    SECRET_SIGNING: 'signing',
    SECRET_PSEUDONYMS: 'pseudonyms',
  };
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;
