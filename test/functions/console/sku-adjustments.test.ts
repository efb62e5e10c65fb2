import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Answers, inConsole } from './console-page.ts';
import { goToSku, openSku } from './open-sku.ts';
import { aKnownSku, anAdjustment, aSkuForecast, type KnownSku } from './sku-answers.ts';

const held = (given: Partial<KnownSku['adjustments']> = {}): KnownSku['adjustments'] => ({
  ...{ sku: 'A-1', serve: 'whenItPays', adjustments: [anAdjustment()], past: [] },
  ...given,
});
const fair = { from: '2026-07-06', to: '2026-07-12', reason: 'Trade fair in Hanover', factor: 1.3 };

inConsole('a person’s adjustments', (page) => {
  const panel = (opened: Page) => opened.locator('section[aria-label=Adjustments]');
  const status = (opened: Page) => panel(opened).locator('[role=status]', { hasText: 'Saved.' });

  async function type(opened: Page, reason = 'Catalogue goes out'): Promise<void> {
    await panel(opened).getByLabel('From').fill('2026-08-03');
    await panel(opened).getByLabel('To, that day too').fill('2026-08-07');
    await panel(opened).getByLabel('Per cent', { exact: true }).fill('25');
    await panel(opened).getByLabel('Reason').fill(reason);
  }
  const add = (opened: Page) => panel(opened).locator('button >> text=Add').click();
  const catalogue = { from: '2026-08-03', to: '2026-08-07', reason: 'Catalogue goes out', factor: 1.25 };

  test('are made with a reason, by the version that was read, and those that hold stay', async () => {
    const known = aKnownSku({ adjustments: held(), version: 4 });
    const opened = await openSku(page, known);

    await type(opened);
    await add(opened);
    await status(opened).waitFor();

    expect(known.saved).toEqual([
      { ifMatch: '"4"', body: { serve: 'whenItPays', adjustments: [fair, catalogue] } },
    ]);
    expect(await panel(opened).innerText()).toMatch(/3\s–\s7 Aug 2026\s+\+25%\s+Catalogue goes out/);
    expect(await panel(opened).getByLabel('Reason').inputValue()).toBe('');
  });

  test('are planned with at once: what would be otherwise is asked for anew', async () => {
    const known = aKnownSku();
    const opened = await openSku(page, known);
    await opened.locator('section[aria-label="What if"] tbody tr').first().waitFor();
    const asking = opened.waitForRequest(/\/A-1\/what-if/);

    await type(opened);
    await add(opened);
    await asking;
    await status(opened).waitFor();

    expect(known.asked).toEqual([{}, {}]);
  });

  test('say units a day or units in all where that is what a person knows', async () => {
    const known = aKnownSku();
    const opened = await openSku(page, known);

    await type(opened);
    await panel(opened).getByLabel('How').selectOption('addUnits');
    await panel(opened).getByLabel('Units in all').fill('-40');
    await add(opened);
    await status(opened).waitFor();

    expect(Object(known.saved[0]?.body).adjustments).toEqual([
      { from: '2026-08-03', to: '2026-08-07', reason: 'Catalogue goes out', addUnits: -40 },
    ]);
  });

  test('need a reason', async () => {
    const known = aKnownSku();
    const opened = await openSku(page, known);

    await type(opened, '');
    await add(opened);

    expect(await opened.evaluate('document.activeElement.matches(":invalid")')).toBe(true);
    expect(known.saved).toEqual([]);
  });

  test('are changed in the form, and one that is changed takes the place of the old one', async () => {
    const known = aKnownSku({ adjustments: held() });
    const opened = await openSku(page, known);

    await panel(opened).locator('tr button >> text=Change').click();
    expect(await panel(opened).getByLabel('Per cent', { exact: true }).inputValue()).toBe('30');
    await panel(opened).getByLabel('Per cent', { exact: true }).fill('10');
    await panel(opened).locator('button >> text=Save the change').click();
    await status(opened).waitFor();

    expect(Object(known.saved[0]?.body).adjustments).toEqual([{ ...fair, factor: 1.1 }]);
  });

  test('are told apart while another one is taken back', async () => {
    const first = anAdjustment({ reason: 'First of the two', madeAt: '2026-06-28T08:00:00.000Z' });
    const known = aKnownSku({ adjustments: held({ adjustments: [first, anAdjustment()] }) });
    const opened = await openSku(page, known);

    await panel(opened).locator('tr', { hasText: fair.reason }).locator('button >> text=Change').click();
    await panel(opened).locator('tr', { hasText: first.reason }).locator('button >> text=Take back').click();
    await status(opened).waitFor();
    await panel(opened).getByLabel('Per cent', { exact: true }).fill('20');
    await panel(opened).locator('button >> text=Save the change').click();
    await status(opened).waitFor();

    expect(Object(known.saved.at(-1)?.body).adjustments).toEqual([{ ...fair, factor: 1.2 }]);
  });

  test('are taken back', async () => {
    const known = aKnownSku({ adjustments: held() });
    const opened = await openSku(page, known);

    await panel(opened).locator('button >> text=Take back').click();
    await panel(opened).locator('text=Nobody adjusts this forecast.').waitFor();

    expect(known.saved[0]?.body).toEqual({ serve: 'whenItPays', adjustments: [] });
  });

  test('that changed since they were read are shown as they are now; nothing is done, and what was typed stays', async () => {
    const known = aKnownSku();
    const opened = await openSku(page, known);
    known.adjustments = held({ adjustments: [anAdjustment({ reason: 'By a colleague' })] });
    known.version = 1;

    await type(opened);
    await add(opened);
    await panel(opened).locator('text=nothing was done').waitFor();

    expect(await panel(opened).innerText()).toContain('By a colleague');
    expect(await panel(opened).getByLabel('Reason').inputValue()).toBe('Catalogue goes out');
    await add(opened);
    await status(opened).waitFor();
    expect(known.saved.at(-1)).toMatchObject({ ifMatch: '"1"', body: { adjustments: [{}, catalogue] } });
  });

  test('stay typed where the connection is lost, also for who leaves and comes back, and are saved later', async () => {
    let isUp = true;
    const failing =
      (given: Answers): Answers =>
      (address, token, asked) =>
        isUp || asked.method !== 'PUT' ? given(address, token, asked) : undefined;
    const known = aKnownSku();
    const opened = await openSku(page, known, { answers: failing });
    isUp = false;

    await type(opened);
    await add(opened);
    await panel(opened).locator('text=What you typed is kept').waitFor();
    expect(await panel(opened).innerText()).toContain('Not saved: the API does not answer');
    await opened.evaluate("location.hash = '#/all/today'");
    await opened.waitForSelector('tr[data-sku]');
    await goToSku(opened);
    expect(await panel(opened).getByLabel('Reason').inputValue()).toBe('Catalogue goes out');
    isUp = true;
    await add(opened);
    await status(opened).waitFor();

    expect(known.adjustments.adjustments).toMatchObject([catalogue]);
  });

  test('that were saved though the answer was lost are not shown as changed by another', async () => {
    let loses = true;
    const losing =
      (given: Answers): Answers =>
      (address, token, asked) => {
        const answer = given(address, token, asked);
        if (asked.method !== 'PUT' || !loses) return answer;
        loses = false;
        return undefined;
      };
    const known = aKnownSku();
    const opened = await openSku(page, known, { answers: losing });

    await type(opened);
    await add(opened);
    await status(opened).waitFor();

    expect(known.adjustments.adjustments).toMatchObject([catalogue]);
  });

  test('are refused beside the field that is wrong', async () => {
    const refusing =
      (given: Answers): Answers =>
      (address, token, asked) =>
        asked.method === 'PUT'
          ? {
              status: 422,
              body: {
                ...{ type: 'urn:tradewind:problem:invalid', title: 'Invalid', status: 422, instance: '/' },
                detail: 'an adjustment must end within the days that are forecast',
                errors: [{ pointer: '/adjustments/0/to', detail: 'is 2026-08-07: too late' }],
              },
            }
          : given(address, token, asked);
    const opened = await openSku(page, aKnownSku(), { answers: refusing });

    await type(opened);
    await add(opened);
    await panel(opened).locator('text=is 2026-08-07: too late').waitFor();

    expect(await panel(opened).getByLabel('To, that day too').getAttribute('aria-invalid')).toBe('true');
  });

  test('tell who may not adjust why', async () => {
    const refusing =
      (given: Answers): Answers =>
      (address, token, asked) =>
        asked.method === 'PUT'
          ? {
              status: 403,
              body: { type: 'urn:tradewind:problem:forbidden', detail: 'the token lacks decide' },
            }
          : given(address, token, asked);
    const opened = await openSku(page, aKnownSku(), { answers: refusing });

    await type(opened);
    await add(opened);

    await panel(opened).locator('text=the token lacks decide').waitFor();
  });

  test('tell what past ones were worth, and which there were', async () => {
    const contestant = { weight: 1, costMinor: 100, valueAddedMinor: 0, standardErrorMinor: 0, weeks: 12 };
    const forecast = aSkuForecast({
      contest: {
        ...{ served: 'adjustments', reason: 'earlier adjustments saved more than they cost' },
        contestants: [
          { ...contestant, name: 'default', kind: 'default', weight: 0, spokenWeeks: 12 },
          {
            ...{ ...contestant, name: 'adjustments', kind: 'adjusted', spokenWeeks: 3 },
            ...{ valueAddedMinor: 18_400, standardErrorMinor: 5200 },
          },
        ],
      },
    });
    const past = [anAdjustment({ reason: 'Easter', withdrawnOn: '2026-05-03' })];
    const opened = await openSku(page, aKnownSku({ forecast, adjustments: held({ past }) }));

    const words = await panel(opened).innerText();
    expect(words).toContain(
      'Past adjustments saved €184 (± €52) in stock and stock-outs over 12 weeks; they spoke in 3 of them. They make 100% of the forecast that is used.',
    );
    await panel(opened).locator('summary').click();
    expect(await panel(opened).innerText()).toMatch(/Easter.*taken back on 3 May 2026/s);
  });

  test('serve even where earlier ones did not pay, where a person says so', async () => {
    const known = aKnownSku({ adjustments: held() });
    const opened = await openSku(page, known);

    await panel(opened).getByLabel('Use them even where earlier ones did not pay').click();
    await status(opened).waitFor();

    expect(known.saved[0]?.body).toEqual({ serve: 'always', adjustments: [fair] });
  });
});
