import { expect, test } from '@jest/globals';
import { type Answers, FAR, HOME, inConsole } from './console-page.ts';
import { aMarket, ok, usual } from './usual-answers.ts';

inConsole('the console', (page) => {
  test('asks for another token when the one it has is refused, and goes on with that', async () => {
    const answers: Answers = (address, token) =>
      token === 'good' ? usual(address, token) : { status: 401, body: { message: 'Unauthorized' } };
    const opened = await page.open(answers, { token: 'old' });

    expect(await opened.textContent('[role=alert]')).toContain('not valid here');
    await opened.fill('input[name=token]', 'good');
    await opened.keyboard.press('Enter');

    expect(await opened.textContent('main')).toContain('Germany');
  });

  test('shows the markets of the regions that answer, and names the one that does not', async () => {
    const opened = await page.open((address, token) =>
      address.startsWith(FAR) ? undefined : usual(address, token),
    );

    expect(await opened.textContent('[role=alert]')).toContain('us-east-1 does not answer');
    expect(await opened.textContent('main')).toContain('Germany');
  });

  test('says that nothing answers, and goes on by itself when it does', async () => {
    let isUp = false;
    const opened = await page.open((address, token) => (isUp ? usual(address, token) : undefined));

    expect(await opened.textContent('[role=alert]')).toContain('markets: the API does not answer');
    isUp = true;

    await opened.waitForSelector('main >> text=United States');
  });

  test('is small enough for a slow line', () => {
    expect(page.firstViewBytes).toBeLessThan(250 * 1024);
  });

  test('opens an address that a person mistyped', async () => {
    const opened = await page.open(usual);
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate("location.hash = '#/de/stock/%'");

    await opened.waitForSelector('section[aria-label="SKU %"] >> text=there is no such SKU');
  });

  test.each([
    [aMarket({ mode: 'automatic' }), 'Automatic: proposed prices are charged'],
    [aMarket({ mode: 'automatic', killed: true }), 'Stopped: the kill switch is on'],
    [aMarket({ mode: 'off' }), 'Off: prices stay'],
  ])('says what holds in a market: %#', async (market, words) => {
    const opened = await page.open((address, token) =>
      address === `${HOME}/v1/markets` ? ok({ items: [market] }) : usual(address, token),
    );

    await opened.waitForSelector('nav.rooms');
    await opened.evaluate("location.hash = '#/de/stock'");
    await opened.waitForSelector(`text=${words}`);
    expect(await opened.textContent('main')).not.toContain('until a person approves');
  });
});
