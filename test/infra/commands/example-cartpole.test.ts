import { expect, test } from '@jest/globals';
import { mendTextbookLoop } from '../../../infra/commands/example-cartpole.ts';

test('the textbook loop fails on CartPole, and its last mend solves it with every seed', () => {
  const steps = mendTextbookLoop(1000);

  expect(Math.max(...(steps.at(0)?.scores ?? []))).toBeLessThan(200);
  expect(Math.min(...(steps.at(-1)?.scores ?? []))).toBeGreaterThanOrEqual(475);
});
