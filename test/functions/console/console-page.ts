import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Browser, chromium, type Page, type Route } from 'playwright-core';

/** Where the page seems to be, and the APIs of its two regions. */
const ORIGIN = 'https://console.test';
export const HOME = 'https://home.test';
export const FAR = 'https://far.test';

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Debian's Chromium; `undefined` where the machine has none. */
const browserPath = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'chromium'))
  .find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** What was asked beside the address. */
export type Asked = { method: string; body: unknown; headers: Record<string, string> };

/** What an API answers to a path with its query: a status and a JSON body; `undefined` breaks the connection. */
export type Answers = (address: string, token: string, asked: Asked) => Answered;
type Answered = { status: number; body: unknown; headers?: Record<string, string> } | undefined;

/** Answers that go by the address alone. */
export type PlainAnswers = (address: string, token: string) => Answered;

/** The built page in a browser, with whatever a test lets the APIs answer. */
export type ConsolePage = {
  /** Of all scripts but other languages, bytes as they are sent, compressed. */
  firstViewBytes: number;
  /** Open the page. Errors of the page itself are thrown by `close`. */
  open(answers: Answers, as?: Visit): Promise<Page>;
  close(): Promise<void>;
};

/** Who visits the page, with what: signed in, at a desk in Britain, unless a test says otherwise. */
export type Visit = { token?: string; viewport?: { width: number; height: number }; locale?: string };

/** Describe the console in a browser of its own; skipped where the machine has none. */
export function inConsole(
  name: string,
  tests: (page: Pick<ConsolePage, 'open' | 'firstViewBytes'>) => void,
): void {
  if (browserPath === undefined) console.warn('the console is not opened: there is no chromium on the path');
  (browserPath === undefined ? describe.skip : describe)(name, () => {
    let started: ConsolePage;
    beforeAll(async () => {
      started = await startConsole();
    }, 60_000);
    afterAll(() => started.close());
    tests({
      open: (answers, as) => started.open(answers, as),
      get firstViewBytes() {
        return started.firstViewBytes;
      },
    });
  });
}

/** Build the page as a deployment does, and start the browser. */
async function startConsole(): Promise<ConsolePage> {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-console-'));
  const options = ['--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  execFileSync('node_modules/.bin/vite', ['build', 'functions/console', ...options], { stdio: 'inherit' });
  const browser: Browser = await chromium.launch({
    executablePath: browserPath ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
  const errors: Error[] = [];
  const assets = join(folder, 'assets');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js') && !name.startsWith('zh-'));
  return {
    firstViewBytes: scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0),
    open: async (answers, as = {}) => {
      const { token = 'good', viewport = { width: 1280, height: 800 }, locale = 'en-GB' } = as;
      // one page at a time: a browser full of them is slow
      await Promise.all(browser.contexts().map((context) => context.close()));
      const page = await browser.newPage({ viewport, locale });
      page.on('pageerror', (error) => errors.push(error));
      await page.route(`${ORIGIN}/**`, (route) => serveFile(route, folder));
      for (const api of [HOME, FAR]) await page.route(`${api}/**`, (route) => answerApi(route, answers));
      await page.goto(`${ORIGIN}/#token=${token}`);
      return page;
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
      if (errors.length > 0) throw new AggregateError(errors, 'the page threw');
    },
  };
}

async function serveFile(route: Route, folder: string): Promise<void> {
  const { pathname } = new URL(route.request().url());
  if (pathname === '/config.json') {
    const regions = [
      { region: 'eu-central-1', api: HOME },
      { region: 'us-east-1', api: FAR },
    ];
    await route.fulfill({ json: { regions } });
    return;
  }
  const name = pathname === '/' ? 'index.html' : pathname;
  const contentType = types[extname(name)] ?? 'application/octet-stream';
  await route.fulfill({ body: readFileSync(join(folder, name)), contentType });
}

async function answerApi(route: Route, answers: Answers): Promise<void> {
  const request = route.request();
  const headers = {
    'access-control-allow-origin': ORIGIN,
    'access-control-allow-headers': 'authorization, content-type, idempotency-key, if-match',
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-expose-headers': 'etag, link, x-request-id',
  };
  if (request.method() === 'OPTIONS') {
    await route.fulfill({ status: 204, headers });
    return;
  }
  const token = (request.headers().authorization ?? '').replace(/^Bearer /, '');
  const sent = request.headers();
  const body = sent['content-type'] === 'application/json' ? request.postDataJSON() : request.postData();
  const asked = { method: request.method(), body, headers: sent };
  const answer = answers(request.url(), token, asked);
  if (answer === undefined) await route.abort();
  else
    await route.fulfill({
      status: answer.status,
      headers: { ...headers, ...answer.headers },
      json: answer.body,
    });
}
