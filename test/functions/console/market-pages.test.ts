import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { aSegmentation } from '../../charts/some-results.ts';
import { type Answers, inConsole } from './console-page.ts';
import { aBuyer, aTarget, aTargetPage, ok, usual, wellKnown } from './usual-answers.ts';

inConsole("a market's pages", (page) => {
  /** Sign in, then go to an address. */
  async function visit(place: string, answers: Answers = wellKnown, width = 1280): Promise<Page> {
    const opened = await page.open(answers, { viewport: { width, height: 800 } });
    await opened.waitForSelector('nav.rooms');
    await go(opened, place);
    return opened;
  }
  const go = (opened: Page, place: string) => opened.evaluate(`location.hash = '#/de/${place}'`);
  const answering =
    (path: string, body: unknown): Answers =>
    (address, token) =>
      new URL(address).pathname.endsWith(path) ? ok(body) : wellKnown(address, token);

  test('shows the segments: the picture described in words, and for each how to treat it with the evidence', async () => {
    const opened = await visit('buyers');

    const picture = opened.locator('section[aria-label="Buyers"] img');
    expect(await picture.getAttribute('alt')).toContain(
      '12 large regulars buy 48 % of revenue, every 9 days',
    );
    const card = opened.locator('section', { has: opened.locator('h3', { hasText: 'Large regulars' }) });
    expect(await card.innerText()).toMatch(/Contact\s+Call\.\s+Every 9 days\./);
    expect(await opened.textContent('main')).toContain('what changes is told from the next night on');
  });

  test('says what changed since the segments before, and who moved', async () => {
    const segmentation = aSegmentation({
      previous: '2025-03-05',
      changes: [{ kind: 'birth', segment: 'small-buyers', text: 'Small buyers are a new group' }],
      moves: [
        { from: 'large-regulars', to: 'small-buyers', buyers: 3 },
        { from: null, to: 'small-buyers', buyers: 7 },
      ],
      stayed: 42,
    });
    const opened = await visit('buyers', answering('/segments', segmentation));

    const news = await opened.locator('section[aria-label="What changed"]').innerText();

    expect(news).toContain('since 5 Mar 2025');
    expect(news).toContain('Small buyers are a new group');
    expect(news).toContain('7 new to Small buyers');
    expect(news).toContain('3 moved from Large regulars to Small buyers');
    expect(news).toContain('42 stayed where they were');
  });

  test('lists whom to call in the order and of the segment that a person chooses', async () => {
    const asked: string[] = [];
    const opened = await visit('buyers/calls', (address, token) => {
      if (address.includes('/customers?')) asked.push(new URL(address).search);
      return wellKnown(address, token);
    });

    await opened.selectOption('.choices select >> nth=0', { label: 'whose leaving would cost most' });
    await opened.waitForURL(/#\/de\/buyers\/calls\/risk$/);
    const answered = opened.waitForResponse(/segment=small-buyers/);
    await opened.selectOption('.choices select >> nth=1', { label: 'Small buyers' });
    await answered;
    await opened.waitForURL(/#\/de\/buyers\/calls\/risk\/small-buyers$/);
    await opened.waitForSelector('tbody tr');

    expect(asked[0]).toBe('?limit=50&order=spend&language=en');
    expect(asked.at(-1)).toBe('?limit=50&order=risk&segment=small-buyers&language=en');
    const row = await opened.locator('tbody tr').innerText();
    expect(row).toMatch(/Buyer 01234567.*62%.*8 Jul 2025.*€1,200.*LAMP-1/s);
    expect(await opened.textContent('main')).toContain('shown to those who may identify buyers');
  });

  test("shows the merchant's own codes where the API gives them, and goes to the buyer", async () => {
    const named = aTarget('c1-0123456789abcdef', { customerCode: 'DE-0120' });
    const opened = await visit('buyers/calls', answering('/customers', aTargetPage([named])));

    await opened.click('text=DE-0120');

    await opened.waitForSelector('section[aria-label="Buyer"]');
    expect(await opened.textContent('main')).not.toContain('who may identify buyers');
  });

  test('says in words what a buyer will do and what to offer it', async () => {
    const opened = await visit('buyers/c1-0123456789abcdef');

    const buyer = await opened.locator('section[aria-label="Buyer"]').innerText();
    expect(buyer).toContain('62% within 30 days, over 99% within 90 days');
    expect(buyer).toContain(
      'likely between 3 Jul 2025 and 19 Jul 2025, as likely before as after 8 Jul 2025',
    );
    expect(buyer).toContain('Orders in 90 days, on average: 2.3, worth €1,200');
    expect(buyer).not.toContain('still is a customer');
    const offers = opened.locator('section[aria-label="Offers"] li');
    expect(await offers.allInnerTexts()).toEqual([
      expect.stringContaining('bought every 31 days, due in 2'),
      expect.stringMatching(/new to this buyer\s+7 of 10 similar buyers take it/),
    ]);
    expect(await offers.nth(1).locator('a').getAttribute('href')).toBe('#/de/stock/LAMP%2F2');
  });

  test('says what is not known of a buyer, and why one cannot be shown', async () => {
    const { prediction: _, ...unknown } = aBuyer({ offers: [] });
    const opened = await visit(
      'buyers/c1-0123456789abcdef',
      answering('/customers/c1-0123456789abcdef', unknown),
    );
    await opened.waitForSelector('text=there is too little to go by');

    const refusing = await visit('buyers/nobody', (address, token) =>
      address.includes('/customers/')
        ? { status: 404, body: { detail: 'there is no customer nobody' } }
        : wellKnown(address, token),
    );

    expect(await refusing.textContent('[role=alert]')).toContain('there is no customer nobody');
  });

  test('shows a customer that has not ordered yet, with what it looked at and what to offer it', async () => {
    const prospect = {
      ...{ kind: 'unsegmented', customer: 'c1-9', runId: 'r', asOf: '2025-06-30' },
      offers: [{ sku: 'LAMP-3', kind: 'new', score: 1, reason: 'looked at 3 times, not bought' }],
      interest: {
        ...{ views30Days: 20, views90Days: 30, searches30Days: 6, searches90Days: 9 },
        ...{ openQuotes: 2, endedQuotes: 0, wonQuotes: 0 },
      },
    };
    const opened = await visit('buyers/c1-9', answering('/customers/c1-9', prospect));

    const buyer = await opened.locator('section[aria-label="Buyer"]').innerText();
    expect(buyer).toContain('It has not ordered here yet');
    expect(buyer).toContain(
      'Looks at products in 30 days: 20, searches: 6. Quoted products that wait for its answer: 2.',
    );
    expect(await opened.innerText('section[aria-label="Offers"]')).toContain('looked at 3 times, not bought');
  });

  test.each([
    ['buyers', 'There are no segments yet: no run yet.'],
    ['buyers/calls', 'The list is empty: no run yet.'],
    ['market', 'There is no analysis yet: no run yet.'],
  ])('says on the page of %s what a market without a run lacks', async (place, words) => {
    const opened = await visit(place, usual);

    await opened.waitForSelector(`text=${words}`);
  });

  test.each([
    ['buyers', '/segments'],
    ['buyers/calls', '/customers'],
    ['market', '/analysis'],
    ['worth', '/earnings'],
  ])('says why the page of %s does not come, and tries again when asked', async (place, path) => {
    let isUp = false;
    const opened = await visit(place, (address, token) =>
      new URL(address).pathname.endsWith(path) && !isUp
        ? { status: 503, body: { detail: 'the region is asleep' } }
        : wellKnown(address, token),
    );

    expect(await opened.textContent('[role=alert]')).toContain('the API could not answer (503)');
    isUp = true;
    await opened.click('text=Try again');

    await opened.waitForSelector('[role=alert]', { state: 'detached' });
  });

  test('asks for a token again when it ends in the middle of the work', async () => {
    const opened = await visit('buyers', (address, token) =>
      new URL(address).pathname.endsWith('/segments')
        ? { status: 401, body: { message: 'Unauthorized' } }
        : wellKnown(address, token),
    );

    expect(await opened.textContent('[role=alert]')).toContain('the token is not valid here, or no longer');
  });

  test('takes names for words, whatever they hold', async () => {
    const [first] = aSegmentation().segments;
    const name = '<img src=x onerror="document.title=1"> & أدوات';
    const opened = await visit(
      'buyers',
      answering('/segments', aSegmentation({ segments: [{ ...first!, name }] })),
    );

    expect(await opened.locator('h3 bdi').innerText()).toBe(name);
    expect(await opened.locator('img').count()).toBe(1);
    expect(await opened.title()).toBe('Buyers, Germany – Tradewind');
  });

  test('can be walked with the keyboard: a page that a link opens has the focus', async () => {
    const opened = await visit('buyers');

    await opened.focus('nav.rooms a >> text=Market');
    await opened.keyboard.press('Enter');
    await opened.waitForSelector('#market-revenue');

    expect(await opened.evaluate('document.activeElement.id')).toBe('content');
    expect(await opened.getAttribute('nav.rooms a >> text=Market', 'aria-current')).toBe('page');
  });

  test.each(['buyers', 'buyers/calls', 'buyers/c1-0123456789abcdef', 'market', 'worth'])(
    'fits the page %s on a telephone without scrolling sideways',
    async (place) => {
      const opened = await visit(place, wellKnown, 360);
      await opened.waitForSelector('.panel');
      await opened.waitForLoadState('networkidle');

      expect(await opened.evaluate('document.documentElement.scrollWidth')).toBe(360);
    },
  );

  test.each(['stock', 'buyers', 'buyers/calls', 'buyers/c1-0123456789abcdef', 'market', 'worth'])(
    'shows no name of the API on the page %s',
    async (place) => {
      const opened = await visit(place);
      await opened.waitForSelector('.panel h2');

      expect(await opened.innerText('main')).not.toMatch(
        /insufficientData|priceSensitivity|\bbgnbd\b|unit_cost|undefined|null|NaN|\bsuggest\b|large-regulars/,
      );
    },
  );
});
