import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { anAnalysis } from '../../charts/some-results.ts';
import { type Answers, inConsole } from './console-page.ts';
import { ok, wellKnown } from './usual-answers.ts';

inConsole('the analysis of a market', (page) => {
  async function visit(answers: Answers = wellKnown): Promise<Page> {
    const opened = await page.open(answers);
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate("location.hash = '#/de/market'");
    return opened;
  }
  const answering =
    (body: unknown): Answers =>
    (address, token) =>
      new URL(address).pathname.endsWith('/de/analysis') ? ok(body) : wellKnown(address, token);

  test('shows what sells here and not elsewhere, and what becomes of looks and quotes', async () => {
    const share = { value: 0.25, low: 0.1, high: 0.5 };
    const difference = {
      name: 'TO-1',
      label: 'Cut-off disc',
      buyersHere: 30,
      buyersElsewhere: 2,
      qValue: 0.01,
    };
    const analysis = anAnalysis({
      differences: {
        ...{ kind: 'compared', testedSkus: 40, categories: [], skusLess: [] },
        against: [{ market: 'gb', similarity: 0.9, buyers: 19 }],
        skusMore: [{ ...difference, reachHere: 0.6, reachElsewhere: 0.1, logOdds: share }],
      },
      conversion: {
        ...{ from: '2025-01-01', to: '2025-02-01', quotes: null, quotedMost: [] },
        looks: { looked: 40, ordered: 10, share },
        lookedAt: [{ sku: 'TO-9', looked: 16, ordered: 4, share }],
      },
    });
    const opened = await visit(answering(analysis));

    const differences = await opened.innerText('section[aria-label="Differences"]');
    expect(differences).toMatch(/More in Germany\s+Cut-off disc\s+60% of the buyers here, 10% elsewhere/);
    expect(differences).toMatch(/Less in Germany\s+Nothing that chance would not make/);
    const conversion = await opened.innerText('section[aria-label="Conversion"]');
    expect(conversion).toMatch(/Ordered after a look\s+25% of 40 buyers/);
    expect(conversion).toContain('TO-9 4 of 16 who looked ordered it');
  });

  test('shows the analysis: figures, pictures in words, months as a table, advice with its evidence', async () => {
    const opened = await visit();

    expect(await opened.innerText('#market-revenue')).toBe('€3,500');
    await opened.waitForSelector('section[aria-label="Loyalty"] img');
    const pictures = await opened.locator('main img').all();
    expect(await Promise.all(pictures.map((one) => one.getAttribute('alt')))).toEqual([
      expect.stringContaining('A hatched month is known in part alone'),
      expect.stringContaining('Where categories stand'),
      expect.stringContaining('17 buyers, first seen from Jan 2025'),
      expect.stringContaining('provisional: a trend is in it'),
      expect.stringContaining('Gini 0.6'),
    ]);
    expect(await opened.innerText('section[aria-label="Assortment"]')).toMatch(/N is too new to tell/);
    const hold = opened.locator('section[aria-label="Hold"]');
    expect(await hold.innerText()).toMatch(/Lamps\s+It sells as it did a year ago\./);
    await opened.locator('section[aria-label="Market"] summary').click();
    expect(await opened.locator('details tbody tr').first().innerText()).toMatch(
      /Mar 2025, in part\s+€100\s+3/,
    );
  });

  test('leads from a class of the assortment to its articles', async () => {
    const opened = await visit();
    const assortment = opened.locator('section[aria-label="Assortment"]').first();

    await assortment.getByRole('button', { name: 'Class AX: 3 · 80%' }).click();

    const articles = opened.locator('section[aria-label="The 1 largest of AX"]');
    expect(await articles.innerText()).toMatch(/LAMP-1 50%/);
    expect(await articles.locator('a').getAttribute('href')).toBe('#/de/stock/LAMP-1');
    expect(await assortment.locator('button[aria-expanded=true]').innerText()).toContain('3 · 80%');
  });

  test('tells what is to come of the market and each category, and what the market alone would say', async () => {
    const total = {
      ...{ series: 9, mean: [], p10: [], p50: [], p90: [] },
      cumulative: [
        { days: 7, mean: 70, p10: 50, p50: 68, p90: 90 },
        { days: 28, mean: 280, p10: 240, p50: 279, p90: 330 },
      ],
    };
    const outlook = {
      ...{ runId: 'r', asOf: '2025-03-06', market: total },
      categories: [{ ...total, category: 'Lamps', smaller: 2 }],
      direct: { model: 'theta', days: 56, mean: 500, p10: 400, p90: 600, difference: 0.12 },
      ...{ lacking: { series: 3, share: 0.25 }, commonShares: { market: 0.1, category: 0.1 } },
    };
    const opened = await visit(answering(anAnalysis({ outlook })));

    const told = await opened.innerText('section[aria-label="Outlook"]');
    expect(told).toMatch(/Whole market\s+68\s+50 to 90\s+279\s+240 to 330/);
    expect(told).toContain('Lamps and 2 smaller ones');
    expect(told).toContain('500 units in 56 days (400 to 600). The sum above lies +12% from it.');
    expect(told).toContain('3 SKUs have no forecast and are in none of these figures (25% of all).');
  });

  test('shows what an older night had not worked out as missing, not as nothing', async () => {
    const { season: _, cohorts: __, categories: ___, positioning: ____, ...older } = anAnalysis();
    const opened = await visit(answering(older));

    await opened.waitForSelector('text=The next night works the season out');
    await opened.waitForSelector('text=There is nothing to advise yet');
  });
});
