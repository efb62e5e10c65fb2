import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Answers, HOME, inConsole } from './console-page.ts';
import { ok } from './usual-answers.ts';
import { aHealth, anUpload, aQuestion, aRun, wholeAnswers, wholeGermany } from './whole-answers.ts';

inConsole('a room of the console', (page) => {
  async function visit(place: string, answers: Answers = wholeAnswers()): Promise<Page> {
    const opened = await page.open(answers);
    await opened.waitForSelector('nav.rooms');
    await opened.evaluate(`location.hash = '${place}'`);
    return opened;
  }

  describe('Data', () => {
    test('shows of a file how it was read, what was refused and why', async () => {
      const opened = await visit('#/de/data/u1');

      const shown = await opened.locator('section[aria-label="orders.csv"]').innerText();
      expect(shown).toMatch(/Taken in, but for the refused rows: 4 of 739 rows were refused/);
      expect(shown).toMatch(/Rows read\s+739\s+Taken in\s+735/);
      const refused = await opened.locator('section[aria-label="Refused rows"] tbody tr').innerText();
      expect(refused).toMatch(/2\s+ordered_at\s+31\.02\.2026\s+is not a date/);
    });

    test('shows a file though a region before its own does not answer', async () => {
      const opened = await visit('#/all/data/u1', (address, token, asked) =>
        address.startsWith(HOME) && address.endsWith('/v1/uploads/u1')
          ? { status: 500, body: {} }
          : wholeAnswers()(address, token, asked),
      );

      await opened.locator('section[aria-label="orders.csv"]').waitFor();
    });

    test('asks what a file leaves open, and takes the answer', async () => {
      const known = wholeGermany();
      const sent: unknown[] = [];
      const opened = await visit('#/de/data/u2', (address, token, asked) => {
        if (!address.endsWith('/u2/mapping')) return wholeAnswers(known)(address, token, asked);
        sent.push(asked.body);
        known.uploads = [anUpload({ upload: 'u2', fileName: 'dates.csv', state: 'accepted', reason: null })];
        return ok(known.uploads[0]);
      });

      expect(await opened.locator('form legend').innerText()).toBe('Is 03/04/2026 the 3rd of April?');
      await opened.check('text=No: the month comes first');
      await opened.click('form button[type=submit]');
      await opened.waitForSelector('.state.accepted');

      expect(sent).toEqual([{ answers: { dateOrder: 'monthFirst' }, remember: true }]);
      expect(await opened.locator('form').count()).toBe(0);
    });

    test('asks in the reader’s language', async () => {
      const opened = await page.open(wholeAnswers(), { locale: 'zh-CN' });
      await opened.waitForSelector('nav.rooms');
      await opened.evaluate("location.hash = '#/de/data/u2'");

      await opened.locator('form legend >> text=像 03/04/2025 这样的日期，哪个在前？').waitFor();
      await opened.locator('form label >> text=月在前：3月4日').waitFor();
    });

    test('sends a chosen file to the place that the API gives, to be looked at first', async () => {
      const known = wholeGermany();
      const put = {
        method: 'PUT',
        url: 'https://home.test/bucket/new.csv',
        expiresAt: '2026-07-01T07:00:00Z',
      };
      const asked: unknown[] = [];
      const opened = await visit('#/de/data', (address, token, request) => {
        if (address.endsWith('/bucket/new.csv')) return ok('stored');
        if (!address.endsWith('/v1/uploads') || request.method !== 'POST')
          return wholeAnswers(known)(address, token, request);
        asked.push(request.body);
        known.uploads.push({ ...aQuestion(), upload: 'u9', fileName: 'new.csv', state: 'held' });
        return ok({ upload: known.uploads.at(-1), put });
      });

      await opened.selectOption('.choices select >> nth=0', { label: 'Products' });
      await opened.setInputFiles('.drop input', {
        name: 'new.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('a'),
      });
      await opened.waitForSelector('section[aria-label="new.csv"]');

      expect(asked).toEqual([{ market: 'de', kind: 'products', fileName: 'new.csv', dryRun: true }]);
      expect(await opened.locator('section[aria-label="How it would be read"] td').allInnerTexts()).toEqual([
        'A-1',
        '12',
        'A-2',
        '–',
      ]);
    });

    test('takes a file out again, after one question', async () => {
      const known = wholeGermany();
      const opened = await visit('#/de/data/u1', (address, token, asked) => {
        if (asked.method !== 'DELETE') return wholeAnswers(known)(address, token, asked);
        known.uploads = [anUpload({ state: 'rolledBack' })];
        return ok(known.uploads[0]);
      });

      await opened.click('text=Take it out again');
      await opened.click('button >> text=Take it out');
      await opened.waitForSelector('.state.rolledBack');
    });

    test('follows a night under way, step by step', async () => {
      const known = wholeGermany();
      const opened = await visit('#/de/data', wholeAnswers(known));
      await opened.waitForSelector('text=forecasts: 2 of 3');

      const summary = {
        forecasts: 60,
        policies: 57,
        buyers: 120,
        segments: 4,
        insufficientData: 3,
        failedShards: [],
      };
      known.runs = [aRun({ state: 'finished', summary })];

      await opened.waitForSelector('text=60 forecasts, 57 policies, 120 buyers');
    });
  });

  describe('Trust', () => {
    test('tells how good the forecasts were, what has changed, and whom it treats how', async () => {
      const opened = await visit('#/de/trust');

      const accuracy = await opened.innerText('section[aria-label="How good the forecasts were"] tbody');
      expect(accuracy).toMatch(/30 Jun 2026\s+7\s+18%\s+−2%\s+81%/);
      const drift = await opened.innerText('section[aria-label="Demand that has changed"]');
      expect(drift).toContain('30 Jun 2026: 60 SKUs tested, 1 new alarm, 1 standing.');
      expect(drift).toMatch(/A-3: Sells 40 % less since 1 June\. It moves €42 a day/);
      const fairness = await opened.innerText('section[aria-label="Do comparable buyers pay alike?"]');
      expect(fairness).toMatch(/12 groups of comparable buyers; a gap may be 15%.*1 gap beyond it/s);
    });

    test('ends an alarm with the reason that a person gives', async () => {
      const sent: unknown[] = [];
      const opened = await visit('#/de/trust', (address, token, asked) => {
        if (!address.endsWith('/drift/A-3/end')) return wholeAnswers()(address, token, asked);
        sent.push(asked.body);
        return ok({});
      });

      await opened.click('text=I know why: end it');
      await opened.fill('input[name=reason]', 'a rival opened in May');
      await opened.click('text=End the alarm');
      await opened.waitForSelector('input[name=reason]', { state: 'detached' });

      expect(sent).toEqual([{ reason: 'a rival opened in May' }]);
    });

    test('draws how accuracy and alarms went from the second night on, with the figures behind it', async () => {
      const health = aHealth();
      const [night] = health.forecasts.accuracy;
      const [tested] = health.drift.nights;
      if (night === undefined || tested === undefined) throw new Error('the night is missing');
      health.forecasts.accuracy = [{ ...night, asOf: '2026-06-23' }, night];
      health.drift.nights = [{ ...tested, asOf: '2026-06-23', standing: 4 }, tested];
      const opened = await visit('#/de/trust', (address, token, asked) =>
        new URL(address).pathname.endsWith('/health') ? ok(health) : wholeAnswers()(address, token, asked),
      );

      const accuracy = opened.locator('section[aria-label="How good the forecasts were"]');
      await accuracy.locator('img[alt^="Error of totals, night by night"]').waitFor();
      await accuracy.locator('summary').first().click();
      await accuracy.locator('tbody tr').nth(1).waitFor();
      expect(await accuracy.locator('tbody tr').count()).toBe(2);
      const drift = opened.locator('section[aria-label="Demand that has changed"]');
      await drift.locator('img[alt^="Alarms, night by night"]').waitFor();
      await drift.locator('summary').first().click();
      expect(await drift.locator('tbody tr').last().innerText()).toMatch(/23 Jun 2026.*4$/s);
    });

    test('makes a decision again on a second try where the first failed', async () => {
      let isUp = false;
      const opened = await visit('#/de/trust', (address, token, asked) => {
        if (!address.includes('/replay')) return wholeAnswers()(address, token, asked);
        return isUp ? ok({ kind: 'same', differs: [], why: [] }) : { status: 500, body: {} };
      });
      const line = opened.locator('section[aria-label="What was decided"] tbody tr').first();
      await line.locator('button').click();
      await line.locator('[role=alert]').waitFor();
      isUp = true;

      await line.locator('text=Try again').click();

      await line.locator('text=The same comes out.').waitFor();
    });

    test('shows who decided what, and makes a decision again', async () => {
      const opened = await visit('#/de/trust', (address, token, asked) =>
        address.includes('/replay')
          ? ok({
              ...{
                decision: 'de:A-1:v1',
                kind: 'same',
                policyVersion: 'p',
                runId: 'r',
                logged: {},
                replayed: {},
              },
              ...{ differs: [], why: ['12 on hand last 3 days.'] },
            })
          : wholeAnswers()(address, token, asked),
      );
      const lines = opened.locator('section[aria-label="What was decided"] tbody tr');

      expect(await lines.first().innerText()).toMatch(/A-1\s+approved\s+anna@demo\.example\s+€11\.00 · 240/);
      expect(await lines.nth(1).innerText()).toMatch(/drafted\s+Tradewind/);
      await lines.first().locator('button').click();

      await lines.first().locator('text=The same comes out.').waitFor();
      expect(await lines.first().locator('[role=status]').innerText()).toMatch(
        /The same comes out\.\s+12 on hand last 3 days\./,
      );
    });
  });
});
