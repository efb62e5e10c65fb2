import type { Page } from 'playwright-core';
import { type Answers, type Asked, type ConsolePage, HOME } from './console-page.ts';
import { aMarket, ok, wellKnown } from './usual-answers.ts';

const asRead = {
  runId: 'r',
  asOf: '2026-06-30',
  state: 'finished',
  startedAt: '2026-06-30T03:30:00Z',
} as const;
/** Two markets that share a location, and one of another. */
const hamburg = [
  aMarket({ lastRun: asRead }),
  aMarket({ market: 'gb', name: 'United Kingdom', currency: 'GBP' }),
  aMarket({ market: 'fr', name: 'France', location: 'lyon' }),
];

/** Answer what is asked of experiments as a test says, all else as usual. */
export const answeringExperiments =
  (given: (path: string, asked: Asked) => ReturnType<Answers>): Answers =>
  (address, token, asked) => {
    const { origin, pathname } = new URL(address);
    const own = pathname.startsWith('/v1/experiments') ? given(pathname, asked) : undefined;
    if (own !== undefined) return own;
    if (pathname === '/v1/markets' && origin === HOME) return ok({ items: hamburg });
    return wellKnown(address, token);
  };

/** Open a place of Germany's Worth. */
export async function openWorth(
  page: Pick<ConsolePage, 'open'>,
  place: string,
  answers: Answers,
): Promise<Page> {
  const opened = await page.open(answers, { viewport: { width: 1280, height: 900 } });
  await opened.waitForSelector('nav.rooms');
  await opened.evaluate(`location.hash = '#/de/worth/${place}'`);
  await opened.waitForSelector('.panel h2');
  return opened;
}
