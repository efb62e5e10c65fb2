import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findProgram } from '../find-program.ts';
import type { RunningStack } from '../running-stack.ts';

/** How numbers and days are written on the page: walks that compare write the API's figures in the same way. */
export const LOCALE = 'en-US';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Pixels of the highest picture. */
const HIGHEST = 2400;
const VIEWPORT = { width: 1280, height: 900 };
/** Pictures of every view, in each language and theme; the folder is no part of the repository. */
const PICTURES = join('.tradewind', 'pictures');
const LANGUAGES = ['en', 'zh'];
const THEMES = ['light', 'dark'];
const LANGUAGE = '.preferences select >> nth=0';
const THEME = '.preferences select >> nth=1';
/** So long nothing may be asked before a view counts as whole. */
const QUIET_MS = 250;
const MOST_MS = 60_000;

/** Debian's Chromium; `undefined` where the machine has none, so that the walks can be skipped. */
export const browserPath = findProgram('chromium');

/** The people who may sign in locally: Anna and Ben may do everything, Vera may look. */
export type Name = 'Anna' | 'Ben' | 'Vera';

/** Somebody's console, open in a browser window of its own. */
export type Visit = {
  page: Page;
  /** Go to a place, such as `#/de/stock`, as a link does, and wait until it is whole. */
  go(place: string): Promise<void>;
  /** Wait until nothing is asked of the API any more. */
  settle(): Promise<void>;
  /** Write what is seen to the folder of pictures, in both languages and both themes; the page is then as it was. */
  picture(view: string): Promise<void>;
};

/** All visits of a test file, in one browser. */
export type Visits = {
  /** Sign in at the address that the start printed. */
  open(name: Name): Promise<Visit>;
  /** What the browser itself found fault with: violations of the content policy are among them, refused requests are not. */
  complaints: readonly string[];
  close(): Promise<void>;
};

/** Start a browser for a stack that runs. */
export async function startVisits(stack: () => RunningStack): Promise<Visits> {
  const browser: Browser = await chromium.launch({ executablePath: browserPath ?? '', args: FLAGS });
  const complaints: string[] = [];
  return {
    complaints,
    open: async (name) => {
      const context = await browser.newContext({ locale: LOCALE, viewport: VIEWPORT, acceptDownloads: true });
      const page = await signIn(context, stack(), name, complaints);
      const settle = settlingOf(page);
      await settle();
      return {
        page,
        settle,
        go: async (place) => {
          await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
          await settle();
        },
        picture: (view) => takePictures(page, settle, view),
      };
    },
    close: () => browser.close(),
  };
}

async function signIn(
  context: BrowserContext,
  stack: RunningStack,
  name: Name,
  complaints: string[],
): Promise<Page> {
  const page = await context.newPage();
  page.on('console', (message) => {
    const refused = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !refused) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(/^Console +(\S+)$/m.exec(stack.stdout())?.[1] ?? 'no address was printed');
  await page.click('text=Sign in >> nth=-1');
  await page.click(`text=${name}`);
  await page.waitForSelector('nav.rooms');
  return page;
}

/** Count what is under way, to tell when a view is whole. */
function settlingOf(page: Page): () => Promise<void> {
  const underWay = new Set<unknown>();
  let lastMs = performance.now();
  page.on('request', (request) => underWay.add(request));
  for (const event of ['requestfinished', 'requestfailed'] as const)
    page.on(event as 'requestfinished', (request) => {
      underWay.delete(request);
      lastMs = performance.now();
    });
  return async () => {
    const startedMs = performance.now();
    lastMs = startedMs;
    while (underWay.size > 0 || performance.now() - lastMs < QUIET_MS) {
      if (performance.now() - startedMs > MOST_MS) throw new Error('the page asks without end');
      await pause(QUIET_MS / 5);
    }
  };
}

async function takePictures(page: Page, settle: () => Promise<void>, view: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  for (const tongue of LANGUAGES) {
    await page.selectOption(LANGUAGE, tongue);
    for (const looks of THEMES) {
      await page.selectOption(THEME, looks);
      await settle();
      // a window as high as the page: what sticks to the window's edge is then where it belongs
      const height: number = await page.evaluate('document.documentElement.scrollHeight');
      await page.setViewportSize({ width: VIEWPORT.width, height: Math.min(height, HIGHEST) });
      const path = join(PICTURES, `${view}-${tongue}-${looks}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      await page.setViewportSize(VIEWPORT);
    }
  }
  await page.selectOption(LANGUAGE, 'en');
  await page.selectOption(THEME, 'system');
  await settle();
}
