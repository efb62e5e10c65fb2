import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findProgram } from '../system/find-program.ts';
import { scrollFrames } from './console-frames.ts';
import { serveConsole } from './console-world.ts';

/**
 * What the console costs a person who waits, in headless Chromium: time until the first view and each room stand, what they ask and how
 * large their files are; frames of a worklist of 100,000 SKUs that is scrolled. With an address of a running stack, the times of that one.
 *
 * `npm run bench:console -- [address of a running stack]`
 */
const [running] = process.argv.slice(2);
const SKUS = 100_000;
const OPENINGS = 5;
const rooms = ['stock', 'market', 'buyers', 'worth', 'data', 'trust', 'today'] as const;
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];

const round = (value: number) => Math.round(value * 10) / 10;
const median = (values: number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

/** What a visit asks for: files of the page and questions to the API. */
function watch(page: Page) {
  let asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() !== 'OPTIONS') asked.push(pathname);
  });
  return () => {
    const those = asked;
    asked = [];
    return those;
  };
}

const questions = (asked: readonly string[]) => asked.filter((path) => path.includes('/v1/'));
const files = (asked: readonly string[]) => asked.filter((path) => path.endsWith('.js'));

/** Milliseconds since the page's own beginning until its content stands and a person's next act would be answered at once. */
async function untilReady(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      const isReady = document.querySelector('main > *') !== null && document.querySelector('main .loading') === null;
      if (isReady) setTimeout(() => resolve(performance.now()));
      else requestAnimationFrame(look);
    };
    look();
  })`);
}

/** Milliseconds since the page's own beginning until a person can go to a room, and stop everything. */
async function untilFrame(page: Page): Promise<number> {
  await page.waitForSelector('nav.rooms');
  return page.evaluate<number>('performance.now()');
}

async function openRooms(page: Page, asked: () => string[], sizeOf: (path: string) => number): Promise<void> {
  const known = new Set<string>();
  for (const room of rooms) {
    asked();
    const start = await page.evaluate<number>(`location.hash = '#/de/${room}', performance.now()`);
    await page.waitForSelector(`nav.rooms a[href$="/${room}"][aria-current]`);
    const ms = (await untilReady(page)) - start;
    await page.waitForLoadState('networkidle');
    const those = asked();
    const fresh = files(those).filter((path) => !known.has(path));
    for (const path of fresh) known.add(path);
    const kib = fresh.reduce((sum, path) => sum + sizeOf(path), 0) / 1024;
    console.log(
      `  ${room.padEnd(7)} ${String(Math.round(ms)).padStart(5)} ms  ${questions(those).length} questions  ${round(kib)} KiB of script`,
    );
  }
}

async function benchBuilt(browser: Browser): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-console-'));
  const options = ['--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  execFileSync('node_modules/.bin/vite', ['build', 'functions/console', ...options], { stdio: 'inherit' });
  const sizeOf = (path: string) => gzipSync(readFileSync(join(folder, path))).length;
  const world = await serveConsole(folder, SKUS);
  try {
    const scripts = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'));
    const all = scripts.reduce((sum, name) => sum + sizeOf(`assets/${name}`), 0);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    const asked = watch(page);
    const times: number[] = [];
    for (let opening = 0; opening < OPENINGS; opening++) {
      asked();
      await page.goto('about:blank');
      await page.goto(`${world.address}/#token=bench`);
      times.push(await untilReady(page));
      await page.waitForLoadState('networkidle');
    }
    const first = asked();
    const kib = files(first).reduce((sum, path) => sum + sizeOf(path), 0) / 1024;
    console.log(
      `first view  ${Math.round(median(times))} ms (median of ${OPENINGS}), ${questions(first).length} questions, ${round(kib)} KiB of script, of ${round(all / 1024)} KiB in all`,
    );
    await openRooms(page, asked, sizeOf);
    await page.evaluate("location.hash = '#/de/stock'");
    await page.waitForSelector('[role=grid] tbody tr');
    for (const [name, pixels, most] of [
      ['read as one scrolls (3,000 px a second)', 50, 600],
      ['flicked through (42,000 px a second)', 700, 600],
      ['thrown to the end of what is read, again and again', 40_000, 2000],
    ] as const) {
      const { count, medianMs, p95Ms, late, rows, workMs } = await scrollFrames(page, pixels, most);
      console.log(
        `${name}: ${rows} rows in ${count} frames, median ${round(medianMs)} ms, p95 ${round(p95Ms)} ms, ${round(100 * late)} % late, ${round(workMs)} ms of work each`,
      );
    }
    const kept = await page.evaluate<number>('performance.memory.usedJSHeapSize');
    console.log(`memory then: ${round(kept / 1e6)} MB`);
  } finally {
    world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchRunning(browser: Browser, address: string): Promise<void> {
  const [frames, times]: [number[], number[]] = [[], []];
  let counted = '';
  for (let opening = 0; opening < OPENINGS; opening++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    await page.goto(address);
    await page.click('text=Sign in >> nth=-1');
    const asked = watch(page);
    // back from the issuer, with its code
    await page.click('text=Anna');
    frames.push(await untilFrame(page));
    times.push(await untilReady(page));
    await page.waitForLoadState('networkidle');
    counted = `${questions(asked()).length} questions`;
    if (opening === OPENINGS - 1) await openRooms(page, asked, () => 0);
    await page.close();
  }
  console.log(
    `rooms and stop ${Math.round(median(frames))} ms, all of the first view ${Math.round(median(times))} ms (median of ${OPENINGS}), ${counted}`,
  );
}

const browser = await chromium.launch({
  executablePath: findProgram('chromium') ?? 'chromium',
  args: ARGUMENTS,
});
try {
  if (running === undefined) await benchBuilt(browser);
  else await benchRunning(browser, running);
} finally {
  await browser.close();
}
