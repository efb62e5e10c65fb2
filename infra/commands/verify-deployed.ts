import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import {
  AppError,
  addDays,
  InputError,
  NotFoundError,
  parseAs,
  recommendationSchema,
  runIdOf,
  runStartedSchema,
  runViewSchema,
  UpstreamError,
  uploadCreatedSchema,
  uploadSchema,
} from '../../lib/domain/index.ts';

const USAGE = `npm run verify:deployed -- --api <output ApiUrl> --market <a market to test in>
  with TRADEWIND_TOKEN, or with --token-url <output TokenUrl> --client <id> and TRADEWIND_CLIENT_SECRET
  It uploads orders, products and stock of three SKUs (verify-…) and runs the market: take a merchant made for tests.`;

/** How long the stack may take for one upload or one run, and how often it is asked. */
export type Patience = { limitMs: number; everyMs: number };
const PATIENCE: Patience = { limitMs: 15 * 60_000, everyMs: 3000 };

const DAYS = 200;
const SKUS = ['verify-steady', 'verify-weekly', 'verify-slow'] as const;

const tokenSchema = z.object({ access_token: z.string() });

/** The states that a thing goes through, and where it ought to end. */
type Course = { what: string; good: readonly string[]; passing: readonly string[] };
const UPLOAD: Course = {
  what: 'an upload',
  good: ['accepted', 'partlyAccepted'],
  passing: ['awaited', 'reading'],
};
/** A run shows from its first step on. */
const NOT_BEGUN = 'not begun';
const RUN: Course = { what: 'the run', good: ['finished'], passing: [NOT_BEGUN, 'running'] };

/** Calls one API with one token. */
type Caller = <Schema extends z.ZodMiniType>(
  schema: Schema,
  path: string,
  body?: object,
) => Promise<z.output<Schema>>;

/**
 * Go once round the loop on a deployed stack, as a merchant would: upload files, have them read, run the market, ask for
 * a recommendation.
 *
 * @param words - the command line, without node and script
 * @param environment - holds the token or the client's secret
 * @param today - the date on which the test's data end, `YYYY-MM-DD`
 * @returns what was seen, for the last line
 * @throws InputError for words that don't fit, UpstreamError for the first thing that isn't as promised
 */
export async function verifyDeployed(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  today: string,
  patience: Patience = PATIENCE,
): Promise<{ market: string; runId: string; recommendation: string }> {
  const { api, market, ...login } = readWords(words);
  await fetchJson(addressOf(api, '/v1/health'), {});
  const token = environment.TRADEWIND_TOKEN ?? (await fetchToken(login, environment));
  const call = callerOf(api, token);
  const files = testFiles(today);
  const uploads = await Promise.all(
    Object.entries(files).map(([kind, text]) => upload(call, { market, kind, text })),
  );
  for (const id of uploads) await awaitState(() => call(uploadSchema, `/v1/uploads/${id}`), UPLOAD, patience);
  const runId = await runMarket(call, { market, asOf: today }, patience);
  const answer = await call(recommendationSchema, `/v1/markets/${market}/skus/${SKUS[0]}/recommendation`);
  if (answer.kind !== 'ready')
    throw new UpstreamError(`the recommendation is "${answer.kind}", "ready" was due`);
  return { market, runId, recommendation: answer.kind };
}

/** Start a run and wait for its end; a run of the same date that ended before does not count. */
async function runMarket(
  call: Caller,
  { market, asOf }: { market: string; asOf: string },
  patience: Patience,
): Promise<string> {
  const path = `/v1/runs/${runIdOf(market, asOf)}`;
  const earlier = await orNothing(call(runViewSchema, path));
  const { runId } = await call(runStartedSchema, `/v1/markets/${market}/runs`, { asOf });
  const ask = async () => {
    const run = await orNothing(call(runViewSchema, path));
    return run === undefined || run.startedAt === earlier?.startedAt ? { state: NOT_BEGUN } : run;
  };
  await awaitState(ask, RUN, patience);
  return runId;
}

/** Turn "there is none" into nothing. */
const orNothing = <T>(asked: Promise<T>): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });

function readWords(words: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { api: text, market: text, 'token-url': text, client: text };
  try {
    const { values } = parseArgs({ args: [...words], options, allowPositionals: false });
    const { api, market, client, 'token-url': tokenUrl } = values;
    if (api === undefined || !URL.canParse(api)) throw new InputError(`which API? ${USAGE}`);
    if (market === undefined) throw new InputError(`which market? ${USAGE}`);
    return { api, market, client, tokenUrl };
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(
      `${cause instanceof Error ? cause.message.split('. ')[0] : String(cause)}. ${USAGE}`,
      { cause },
    );
  }
}

type Login = { client: string | undefined; tokenUrl: string | undefined };

async function fetchToken({ client, tokenUrl }: Login, environment: NodeJS.ProcessEnv): Promise<string> {
  const secret = environment.TRADEWIND_CLIENT_SECRET;
  if (client === undefined || tokenUrl === undefined || secret === undefined)
    throw new InputError(`no token, and no client to get one for. ${USAGE}`);
  const answer = await fetchJson(new URL(tokenUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`,
    },
    body: 'grant_type=client_credentials',
  });
  return parseAs(tokenSchema, answer, 'the answer of the issuer').access_token;
}

function callerOf(api: string, token: string): Caller {
  return async (schema, path, body) => {
    const authorization = `Bearer ${token}`;
    const answer = await fetchJson(
      addressOf(api, path),
      body === undefined
        ? { headers: { authorization } }
        : {
            method: 'POST',
            headers: {
              authorization,
              'content-type': 'application/json',
              'idempotency-key': crypto.randomUUID(),
            },
            body: JSON.stringify(body),
          },
    );
    return parseAs(schema, answer, path);
  };
}

async function upload(call: Caller, file: { market: string; kind: string; text: string }): Promise<string> {
  const { market, kind, text } = file;
  const signed = await call(uploadCreatedSchema, '/v1/uploads', {
    market,
    kind,
    fileName: `verify-${kind}.csv`,
  });
  const answer = await fetch(signed.put.url, { method: 'PUT', body: text });
  if (!answer.ok) throw new UpstreamError(`the upload of ${kind} was answered ${answer.status}`);
  return signed.upload.upload;
}

/** Ask until a state is reached. @throws UpstreamError at a state that leads nowhere, or after too long */
async function awaitState(
  ask: () => Promise<{ state: string; reason?: string | null | undefined }>,
  { what, good, passing }: Course,
  { limitMs, everyMs }: Patience,
): Promise<void> {
  const end = performance.now() + limitMs;
  for (;;) {
    const { state, reason } = await ask();
    if (good.includes(state)) return;
    if (!passing.includes(state))
      throw new UpstreamError(`${what} is ${state}${reason ? `: ${reason}` : ''}`);
    if (performance.now() > end)
      throw new UpstreamError(`${what} is still ${state} after ${limitMs / 1000} s`);
    await pause(everyMs);
  }
}

/** An API's address may have a path of its own. */
const addressOf = (api: string, path: string): URL => new URL(`${api.replace(/\/$/, '')}${path}`);

async function fetchJson(url: URL, init: RequestInit): Promise<unknown> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) }).catch(
    (cause: unknown) => {
      throw new UpstreamError(`${url.origin} does not answer`, { cause });
    },
  );
  if (answer.ok) return answer.json();
  const message = `${url.pathname} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`;
  throw answer.status === 404 ? new NotFoundError(message) : new UpstreamError(message);
}

/** Two hundred days of orders of three SKUs with known demand, their products and their stock. */
function testFiles(today: string): Record<'orders' | 'products' | 'stock', string> {
  const orders = ['order_id,ordered_at,customer_id,sku,quantity,unit_price'];
  for (let day = 0; day < DAYS; day++) {
    const date = addDays(today, day - DAYS + 1);
    const units = [10 + (day % 3), day % 7 < 5 ? 8 : 0, day % 9 === 0 ? 4 : 0];
    for (const [index, sku] of SKUS.entries())
      if ((units[index] ?? 0) > 0)
        orders.push(`v${day}-${index},${date},buyer-${day % 12},${sku},${units[index]},9.50`);
  }
  const products = ['sku,name,unit_cost,list_price,pack_size,moq,lead_time_days'];
  const stock = ['sku,as_of,on_hand'];
  for (const sku of SKUS) {
    products.push(`${sku},Verification,5.00,9.50,1,1,7`);
    stock.push(`${sku},${today},60`);
  }
  return { orders: orders.join('\n'), products: products.join('\n'), stock: stock.join('\n') };
}

if (import.meta.main) {
  try {
    const today = new Date().toISOString().slice(0, 10);
    console.log(JSON.stringify(await verifyDeployed(process.argv.slice(2), process.env, today)));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.error(error.message);
    process.exitCode = error instanceof InputError ? 2 : 1;
  }
}
