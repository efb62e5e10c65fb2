import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RunningStack } from '../running-stack.ts';
import type { Visit, Visits } from './console-visit.ts';

const MARKET = 'jp';
const path = { market: MARKET };

/** Limits that are tightened at once and loosened by two persons; a session that ends in the middle of that. */
export function settingsWalk(stack: () => RunningStack, visits: () => Visits): void {
  let anna: Visit;
  let ben: Visit;
  beforeAll(async () => {
    [anna, ben] = [await visits().open('Anna'), await visits().open('Ben')];
    await anna.go(`#/${MARKET}/limits`);
  });
  afterAll(async () => {
    await anna?.page.close();
    await ben?.page.close();
  });

  const panel = ({ page }: Visit) => page.locator('section[aria-label="Japan"]');
  const step = async () =>
    (await stack().client().call('GET /v1/markets/{market}/automation', { path })).body.set?.limits
      .largestStep;
  async function save(visit: Visit, percent: string): Promise<void> {
    await panel(visit).locator('[name=largestStep]').fill(percent);
    await panel(visit).locator('button[type=submit]').click();
    await panel(visit).locator('text=Saved').waitFor();
    await visit.settle();
  }

  test('a tighter limit holds at once', async () => {
    await panel(anna).locator('summary').click();
    await save(anna, '3');

    expect(await step()).toBe(0.03);
    expect(await panel(anna).locator('.facts').innerText()).toMatch(/Largest price step\s+3%/);
    await anna.picture('limits');
  });

  test('what was typed outlives the session, and the issuer is asked in a window beside it', async () => {
    await panel(anna).locator('[name=largestStep]').fill('4');
    await anna.page.route('**/v1/markets/jp/automation', (route) =>
      route.request().method() === 'PUT'
        ? route.fulfill({ status: 401, headers: { 'access-control-allow-origin': '*' }, json: {} })
        : route.continue(),
    );
    await panel(anna).locator('button[type=submit]').click();
    await anna.page.unroute('**/v1/markets/jp/automation', undefined);
    const beside = anna.page.waitForEvent('popup');
    await anna.page.click('button >> text=Sign in again');
    await (await beside).click('text=Anna');
    await anna.page.locator('button >> text=Sign in again').waitFor({ state: 'detached' });

    expect(await panel(anna).locator('[name=largestStep]').inputValue()).toBe('4');
  });

  test('a looser limit waits, its author cannot approve it, another person can', async () => {
    await save(anna, '4');
    expect(await step()).toBe(0.03);

    await panel(anna).locator('.waiting-limits button >> text=Approve').click();
    await panel(anna).locator('.waiting-limits [role=alert]').waitFor();
    expect(await step()).toBe(0.03);
    await ben.go(`#/${MARKET}/limits`);
    await panel(ben).locator('.waiting-limits button >> text=Approve').click();
    await panel(ben).locator('.waiting-limits').waitFor({ state: 'detached' });

    expect(await step()).toBe(0.04);
  });

  test('a person is named who may decide, and the name is taken away again', async () => {
    const rights = async () => (await stack().client('ap-northeast-1').call('GET /v1/rights')).body.rights;
    const title = anna.page.locator('section[aria-label="Who may decide"]');
    const before = (await rights()).people.length;
    await title.locator('text=Name a person').click();
    await title.locator('input[name=person]').fill('somebody-else');
    await title.locator('label >> text=limits').click();
    await title.locator('button[type=submit]').click();
    const entry = title.locator('tbody tr', { hasText: 'somebody-else' });
    await entry.waitFor();
    const named = (await rights()).people;
    expect(named.at(-1)).toEqual({ person: 'somebody-else', subjects: ['limits'] });

    await entry.locator('button').click();
    await entry.waitFor({ state: 'detached' });

    expect((await rights()).people).toHaveLength(before);
  });
}
