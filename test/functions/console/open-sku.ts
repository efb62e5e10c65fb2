import type { Page } from 'playwright-core';
import type { Answers, inConsole, Visit } from './console-page.ts';
import { aKnownSku, type KnownSku, skuAnswers } from './sku-answers.ts';
import { answersOf, germany } from './today-answers.ts';

type Opens = Pick<Parameters<Parameters<typeof inConsole>[1]>[0], 'open'>;

/** Open a SKU of Germany, by what the API knows of it, and wait until its charts are drawn. */
export async function openSku(
  page: Opens,
  known: KnownSku = aKnownSku(),
  {
    as = {},
    answers = (given: Answers) => given,
  }: { as?: Visit; answers?: (given: Answers) => Answers } = {},
): Promise<Page> {
  const asked = answers(skuAnswers(known, answersOf(germany())));
  const opened = await page.open(asked, { viewport: { width: 1280, height: 900 }, ...as });
  await opened.waitForSelector('nav.rooms');
  await goToSku(opened);
  return opened;
}

export async function goToSku(opened: Page): Promise<void> {
  await opened.evaluate("location.hash = '#/de/stock/A-1'");
  await opened.waitForSelector('section[aria-label=Demand] canvas');
  await opened.waitForSelector('section[aria-label=Stock] canvas');
}
