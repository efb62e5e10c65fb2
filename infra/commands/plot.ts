import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { forecastChart, segmentChart } from '../../lib/charts/index.ts';
import {
  AppError,
  forecastDocumentSchema,
  InputError,
  NotFoundError,
  parseAs,
  segmentationDocumentSchema,
  UpstreamError,
} from '../../lib/domain/index.ts';

const USAGE =
  'npm run plot -- --market de [--sku SKU] [--out file.svg] [--api http://localhost:4000] [--token …]';

/** Where the running stack leaves its token. */
const TOKEN_FILE = '.tradewind/token';
const TIMEOUT_MS = 15_000;

/**
 * Fetch a SKU's forecast, or the market's segments when no SKU is named, from a running stack and write it as an SVG file.
 *
 * @param words - the command line, without node and script
 * @param environment - `TRADEWIND_TOKEN` where `--token` is not given; else the token is read from `.tradewind/token`
 * @returns the absolute path of the file
 * @throws InputError for words that don't fit, NotFoundError and UpstreamError for what the stack answers
 */
export async function plot(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const { market, sku, api, token, out } = readWords(words);
  const bearer = token ?? environment.TRADEWIND_TOKEN ?? (await readTokenFile());
  const path =
    sku === undefined
      ? `/v1/markets/${encodeURIComponent(market)}/segments`
      : `/v1/markets/${encodeURIComponent(market)}/forecasts/${encodeURIComponent(sku)}`;
  const answer = await fetchJson(new URL(path, api), bearer);
  const svg = sku === undefined ? drawSegments(answer, market) : drawForecast(answer, market);
  const file = resolve(out ?? `${market}-${(sku ?? 'segments').replaceAll(/[^\w.-]+/g, '_')}.svg`);
  await writeFile(file, svg).catch((error: unknown) => {
    throw new InputError(`cannot write ${file}: ${messageOf(error)}`, { cause: error });
  });
  return file;
}

function readWords(words: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { market: text, sku: text, out: text, token: text, api: text };
  const { values } = orUsage(() => parseArgs({ args: [...words], options, allowPositionals: false }));
  const { market, api = 'http://localhost:4000' } = values;
  if (market === undefined) throw new InputError(`which market? ${USAGE}`);
  if (!URL.canParse(api)) throw new InputError(`--api ${api} is no URL. ${USAGE}`);
  return { ...values, market, api };
}

function orUsage<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    // parseArgs explains at length after its first sentence
    throw new InputError(`${messageOf(error).split('. ')[0]}. ${USAGE}`, { cause: error });
  }
}

async function readTokenFile(): Promise<string> {
  try {
    return (await readFile(TOKEN_FILE, 'utf8')).trim();
  } catch (error) {
    throw new InputError(
      `no token: give --token or TRADEWIND_TOKEN, or start the stack, which writes ${TOKEN_FILE}`,
      { cause: error },
    );
  }
}

async function fetchJson(url: URL, token: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  let response: Response;
  try {
    response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new UpstreamError(`nothing answers at ${url.origin}: is the stack running (npm start)?`, {
      cause: error,
    });
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  const detail =
    typeof body === 'object' && body !== null && 'detail' in body ? `: ${String(body.detail)}` : '';
  if (response.status === 404) throw new NotFoundError(`${url.pathname} is not there${detail}`);
  const hint = response.status === 401 ? ' (the token has ended, or is of another stack: give --token)' : '';
  throw new UpstreamError(`${url.pathname} answered ${response.status}${detail}${hint}`);
}

function drawForecast(answer: unknown, market: string): string {
  const forecast = parseAs(forecastDocumentSchema, answer, 'the forecast');
  if (forecast.kind === 'insufficientData')
    throw new NotFoundError(`there is too little data for a forecast: ${forecast.detail}`);
  return forecastChart(forecast, { title: `Demand forecast of ${forecast.sku}, market ${market}` });
}

function drawSegments(answer: unknown, market: string): string {
  const segmentation = parseAs(segmentationDocumentSchema, answer, 'the segmentation');
  if (segmentation.kind === 'insufficientData')
    throw new NotFoundError(`there is too little data for segments: ${segmentation.detail}`);
  return segmentChart(segmentation, { title: `Buyer segments, market ${market}` });
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

if (import.meta.main) {
  try {
    console.log(await plot(process.argv.slice(2), process.env));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
