import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Upload } from '../../../lib/domain/index.ts';
import { PATIENCE_MS, type RunningStack } from '../running-stack.ts';
import type { Visit, Visits } from './console-visit.ts';
import { numberIn } from './figures.ts';

const REGION = 'eu-central-1';
/** Every day could be a month too; one row's quantity is no number. */
const AMBIGUOUS = [
  'order_id,ordered_at,sku,quantity,unit_price,customer_id',
  'W-1,03/04/2026,PK-101,12,2.50,C-1',
  'W-2,05/06/2026,PK-102,10,2.50,C-1',
  'W-3,05/06/2026,PK-102,many,2.50,C-1',
  '',
].join('\n');

/** A file taken in by hand: seen before it counts, its question answered, its refused row fetched, and taken out again. */
export function dataWalk(stack: () => RunningStack, visits: () => Visits): void {
  let anna: Visit;
  let upload = '';
  beforeAll(async () => {
    anna = await visits().open('Anna');
    await anna.go('#/de/data');
  });
  afterAll(() => anna?.page.close());

  const read = async (): Promise<Upload> => {
    const path = { upload };
    return (await stack().client(REGION).call('GET /v1/uploads/{upload}', { path })).body;
  };
  const state = () => anna.page.locator('strong.state');

  test('shows how a file would be read, and asks what its rows leave open', async () => {
    await anna.picture('data');
    await anna.page.setInputFiles('input[type=file]', {
      name: 'walk.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(AMBIGUOUS),
    });
    await anna.page.waitForURL(/#\/de\/data\/.+/);
    await anna.page.waitForSelector('form fieldset.question');
    upload = decodeURIComponent(anna.page.url().split('/').at(-1) ?? '');
    await anna.picture('data-question');

    expect(await anna.page.locator('section[aria-label="walk.csv"] h2').innerText()).toBe('walk.csv');
    expect(await read()).toMatchObject({ state: 'needsAnswer', fileName: 'walk.csv' });
  });

  /** Take the first choice of every question, for this file alone. */
  async function answer(): Promise<void> {
    for (const question of await anna.page.locator('form fieldset.question').all())
      await question.locator('input[type=radio]').first().check();
    const remember = anna.page.locator('input[name=remember]');
    if ((await remember.count()) > 0) await remember.uncheck();
    await anna.page.click('form button[type=submit]');
  }

  test('reads it as answered, and holds it while more rows are refused than a good file has', async () => {
    await answer();
    await state().filter({ hasText: /held/i }).waitFor();

    const { rows, rejects, reading } = await read();
    expect(reading).toMatchObject({ dateOrder: 'dayFirst' });
    expect([rows.accepted, rows.waiting, rejects.map(({ line }) => line)]).toEqual([0, 2, [4]]);
  });

  test('shows the refused row with its line and its reason, and saves it as a file', async () => {
    const { rejects } = await read();
    const table = anna.page.locator('section[aria-label="Refused rows"]');
    await anna.picture('data-refused');

    const [download] = await Promise.all([
      anna.page.waitForEvent('download'),
      table.locator('text=Save them as a file').click(),
    ]);

    expect(await table.locator('tbody tr').innerText()).toContain(rejects[0]?.reason ?? 'no reason');
    expect(download.suggestedFilename()).toMatch(/walk/);
  });

  test('takes the other rows in once a person says so, as many as it shows', async () => {
    await answer();
    await anna.page.waitForSelector('text=Is the file to be taken in as it is shown?');
    await anna.picture('data-preview');
    await answer();
    await state()
      .filter({ hasText: /taken in/i })
      .waitFor();
    await anna.settle();

    const shown = anna.page.locator('dl.facts div', { hasText: 'Taken in' }).locator('dd');
    const { state: reached, rows } = await read();
    expect([reached, rows.accepted]).toEqual(['partlyAccepted', 2]);
    expect(numberIn(await shown.innerText())).toBe(rows.accepted);
  });

  test('takes the file out again', async () => {
    await anna.page.click('text=Take it out again');
    await anna.page.click('button >> text=Take it out');
    await state().filter({ hasText: /out/i }).waitFor();

    expect((await read()).state).toBe('rolledBack');
  });

  test(
    'runs a night by hand, and shows how far it is until it has ended',
    async () => {
      await anna.go('#/gb/data');
      await anna.page.click('button >> text=Run United Kingdom now');
      const newest = anna.page.locator('ul.runs > li', { hasText: 'United Kingdom' }).first();
      await newest.locator('progress').first().waitFor();
      await anna.picture('data-night');
      await newest.locator('text=/forecasts,/').waitFor({ timeout: PATIENCE_MS });

      const { body } = await stack()
        .client(REGION)
        .call('GET /v1/runs', { query: { limit: 50 } });
      const [run] = body.items
        .filter(({ market }) => market === 'gb')
        .toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
      expect(run?.state).toBe('finished');
      expect(await newest.innerText()).toContain(`${run?.summary?.forecasts} forecasts`);
    },
    PATIENCE_MS,
  );
}
