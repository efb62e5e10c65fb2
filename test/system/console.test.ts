import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { buyersWalk } from './console/buyers.ts';
import { browserPath, startVisits, type Visits } from './console/console-visit.ts';
import { dataWalk } from './console/data.ts';
import { firstLook } from './console/first-look.ts';
import { marketWalk } from './console/market.ts';
import { settingsWalk } from './console/settings.ts';
import { skuWalk } from './console/sku.ts';
import { todayWalk } from './console/today.ts';
import { trustWalk } from './console/trust.ts';
import { worklistWalk } from './console/worklist.ts';
import { worthWalk } from './console/worth.ts';
import { PATIENCE_MS, type RunningStack, startStack, temporaryState } from './running-stack.ts';

jest.setTimeout(PATIENCE_MS);

/** The console as a person uses it, against the demo as `npm start` runs it. Each walk writes pictures of what it saw. */
function walks(): void {
  const state = temporaryState();
  let stack: RunningStack;
  let visits: Visits;

  beforeAll(async () => {
    stack = await startStack(state.folder);
    visits = await startVisits(() => stack);
  }, PATIENCE_MS);
  afterAll(async () => {
    await visits?.close();
    await stack?.stop();
    state.remove();
  });

  const given = [() => stack, () => visits] as const;
  describe('at first sight', () => firstLook(...given));
  describe('trust', () => trustWalk(...given));
  describe('market', () => marketWalk(...given));
  describe('the worklist', () => worklistWalk(...given));
  // from here on the walks write
  describe('a SKU', () => skuWalk(...given));
  describe('today', () => todayWalk(...given));
  describe('buyers', () => buyersWalk(...given));
  describe('worth', () => worthWalk(...given));
  describe('data', () => dataWalk(...given));
  describe('limits', () => settingsWalk(...given));

  test('keeps its own content policy, and nothing goes wrong in it', () => {
    expect(visits.complaints).toEqual([]);
  });
}

if (browserPath === undefined) {
  console.warn('the console is not walked through: there is no chromium on the path');
  test.skip('a working day in the console', () => undefined);
} else describe('a working day in the console', walks);
