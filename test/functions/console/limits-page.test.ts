import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { AutomationView, DecisionRights } from '../../../lib/domain/index.ts';
import { type Answers, inConsole } from './console-page.ts';
import { anAutomation, ok, usual } from './usual-answers.ts';

/** What Germany's API holds; what is sent to it is noted. */
type Held = {
  automation: AutomationView;
  version: number;
  rights: DecisionRights;
  sent: { body: unknown; ifMatch: string | undefined }[];
};

const held = (given: Partial<Held> = {}): Held => ({
  ...{ automation: anAutomation(), version: 3, rights: { people: [], deputies: [] }, sent: [] },
  ...given,
});

const stale = {
  type: 'urn:tradewind:problem:stale',
  ...{ title: 'Stale', status: 412, detail: 'it changed', instance: '/' },
};

const answersOf =
  (known: Held): Answers =>
  (address, token, asked) => {
    const { pathname } = new URL(address);
    const isRights = pathname === '/v1/rights';
    if (!isRights && !pathname.endsWith('/markets/de/automation')) return usual(address, token);
    const etag = `"${known.version}"`;
    if (asked.method === 'PUT') {
      known.sent.push({ body: asked.body, ifMatch: asked.headers['if-match'] });
      if (asked.headers['if-match'] !== etag) return { status: 412, body: stale };
      known.version++;
      // what was sent is the rights, which the API would answer with
      if (isRights) known.rights = asked.body as DecisionRights;
    }
    const body = isRights ? { rights: known.rights, author: null, changedAt: null } : known.automation;
    return { ...ok(body), headers: { etag: `"${known.version}"` } };
  };

inConsole('limits', (page) => {
  async function visit(known: Held, place = '#/de/limits'): Promise<Page> {
    const opened = await page.open(answersOf(known));
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate(`location.hash = '${place}'`);
    await opened.waitForSelector('section[aria-label="Who may decide"] button');
    return opened;
  }
  const panel = (opened: Page) => opened.locator('section[aria-label="Germany"]');

  test('shows what holds, all markets and this one together, and who set it', async () => {
    const opened = await visit(held());

    const shown = await panel(opened).innerText();
    expect(shown).toMatch(/Suggestions only.*Largest price step\s+5%.*Set by anna/s);
  });

  test('sends all that is to hold over the version that was read, what the form does not show among it', async () => {
    const set = { mode: 'suggest', killed: false, limits: { largestStep: 0.07 }, activeRun: 'r7' } as const;
    const known = held({ automation: anAutomation({ set }) });
    const opened = await visit(known);

    await panel(opened).locator('summary').click();
    await panel(opened).locator('text=Automatic: proposed prices').click();
    for (const [name, value] of [
      ['moneyPerDay', '2500.50'],
      ['leastConfidence', '90'],
      ['oldestDataDays', '3'],
      ['approvers', 'anna\nben\n'],
    ] as const)
      await panel(opened).locator(`[name=${name}]`).fill(value);
    await panel(opened).locator('button[type=submit]').click();
    await panel(opened).locator('text=Saved: it holds').waitFor();

    expect(known.sent).toEqual([
      {
        ifMatch: '"3"',
        body: {
          mode: 'automatic',
          limits: {
            ...{ largestStep: 0.07, leastConfidence: 0.9, oldestDataDays: 3, approvers: ['anna', 'ben'] },
            moneyPerDay: { minor: 250_050, currency: 'EUR' },
          },
          activeRun: 'r7',
        },
      },
    ]);
  });

  test('lets nobody set automatic without the limits that it needs', async () => {
    const known = held();
    const opened = await visit(known);

    await panel(opened).locator('summary').click();
    await panel(opened).locator('text=Automatic: proposed prices').click();
    await panel(opened).locator('button[type=submit]').click();

    expect(await panel(opened).locator('input:invalid').count()).toBe(3);
    expect(known.sent).toEqual([]);
  });

  test('shows a loosening that waits for another person, who approves it there', async () => {
    const settings = { mode: 'automatic', killed: false, limits: {} } as const;
    const known = held({
      automation: anAutomation({
        pending: {
          ...{ decision: 'limits:de:1', subject: 'limits', market: 'de', state: 'proposed', version: 1 },
          ...{ proposedBy: 'ben', validUntil: '2026-07-08T00:00:00.000Z', approvals: [] },
          ...{ settings, from: settings, loosens: ['mode'], changedAt: '2026-07-01T00:00:00.000Z' },
        },
      }),
    });
    const opened = await visit(known);

    expect(await panel(opened).locator('.waiting-limits').innerText()).toMatch(
      /ben asks for looser limits in Germany: the mode.*Approve.*Reject/s,
    );
  });

  test('says that somebody was faster, keeps what was typed, and saves over what holds now', async () => {
    const known = held();
    const opened = await visit(known);
    await panel(opened).locator('summary').click();
    await panel(opened).locator('[name=largestStep]').fill('4');
    known.version = 8;

    await panel(opened).locator('button[type=submit]').click();
    await panel(opened).locator('text=Somebody has changed it').waitFor();
    await opened.waitForLoadState('networkidle');
    expect(await panel(opened).locator('[name=largestStep]').inputValue()).toBe('4');
    await panel(opened).locator('button[type=submit]').click();
    await panel(opened).locator('text=Saved: it holds').waitFor();

    expect(known.sent.map(({ ifMatch }) => ifMatch)).toEqual(['"3"', '"8"']);
  });

  test('names who may decide what, and takes a name away again', async () => {
    const known = held();
    const opened = await visit(known);
    const rights = opened.locator('section[aria-label="Who may decide"]');
    expect(await rights.innerText()).toContain('Nobody is named');

    await rights.locator('text=Name a person').click();
    await rights.locator('input[name=person]').fill('carla');
    await rights.locator('text=limits').check();
    await rights.locator('input[name=amount]').fill('500');
    await rights.locator('button[type=submit]').click();
    await rights.locator('tbody tr').waitFor();

    expect(await rights.locator('tbody tr').innerText()).toMatch(/carla\s+limits\s+all\s+all\s+€500/);
    expect(known.rights.people).toEqual([
      { person: 'carla', subjects: ['limits'], upTo: [{ minor: 50_000, currency: 'EUR' }] },
    ]);
    await rights.locator('tbody button').click();
    await rights.locator('text=Nobody is named').waitFor();
  });

  test('tells whoever may only look that the right is missing, and keeps what was typed', async () => {
    const known = held();
    const opened = await page.open((address, token, asked) =>
      asked.method === 'PUT'
        ? { status: 403, body: { message: 'Forbidden' } }
        : answersOf(known)(address, token, asked),
    );
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate("location.hash = '#/de/limits'");
    await panel(opened).locator('summary').click();
    await panel(opened).locator('[name=largestStep]').fill('4');
    await panel(opened).locator('button[type=submit]').click();

    await panel(opened).locator('text=/no right to this/').waitFor();
    expect(await panel(opened).locator('[name=largestStep]').inputValue()).toBe('4');
  });
});
