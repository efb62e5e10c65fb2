import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { adviceTests } from './loop/advice.ts';
import { buyerTests } from './loop/buyers.ts';
import { decisionTests } from './loop/decisions.ts';
import { doorTests } from './loop/doors.ts';
import { exportTests } from './loop/exports.ts';
import { insightTests } from './loop/insight.ts';
import { pictureTests } from './loop/pictures.ts';
import { keptTests, privacyTests } from './loop/privacy.ts';
import { rightsTests } from './loop/rights.ts';
import { rivalTests } from './loop/rivals.ts';
import { writingTests } from './loop/writing.ts';
import { PATIENCE_MS, type RunningStack, startStack, temporaryState } from './running-stack.ts';

jest.setTimeout(PATIENCE_MS);

/** One demo for all: its start is most of the time. Groups run in this order, so those that write come after those that read. */
describe('npm start', () => {
  const state = temporaryState();
  let stack: RunningStack;

  beforeAll(async () => {
    stack = await startStack(state.folder);
  }, PATIENCE_MS);
  afterAll(async () => {
    const code = await stack?.stop();
    state.remove();
    expect(code).toBe(0);
  });

  test('says that the demo is made up, and how to stop', () => {
    expect(stack.printed()).toContain('made up');
    expect(stack.printed()).toContain('Ctrl-C');
  });

  describe('advice', () => adviceTests(() => stack));
  describe('what the night found', () => insightTests(() => stack));
  describe('the buyers', () => buyerTests(() => stack));
  describe('the doors', () => doorTests(() => stack));
  pictureTests(
    () => stack,
    () => state.folder,
  );
  describe('results as files', () =>
    exportTests(
      () => stack,
      () => state.folder,
    ));
  describe('what users send', () => writingTests(() => stack));
  describe('what users know better', () => rivalTests(() => stack));
  describe('who is in charge', () => decisionTests(() => stack));
  describe('what buyers ask', () =>
    privacyTests(
      () => stack,
      () => join(state.folder, 'demo'),
    ));
  // the last two: the first stops the stack, to read what that leaves
  describe('the rights of functions', () =>
    rightsTests(
      () => stack,
      () => join(state.folder, 'demo'),
    ));
  describe('what is kept', () => keptTests(() => join(state.folder, 'demo')));
});
