import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { functionNames } from '../../../infra/constructs/function-catalog.ts';
import type { RunningStack } from '../running-stack.ts';
import { unusedRights } from '../unused-rights.ts';

/** Rights that a demo of one night does not need, and who does. */
const ANOTHER_TIME: Record<string, string> = {};

/** Functions that nothing calls in the demo; their own tests run them under their roles. */
const NOT_CALLED = ['sweep', 'notify'];

/** Least privilege, held from the other side: what a function may do, some code path does. */
export function rightsTests(stack: () => RunningStack, folder: () => string): void {
  test('are all used by the night and by what users do with it, but for those that wait for another time', async () => {
    await stack().stop();

    const used = JSON.parse(readFileSync(join(folder(), 'rights-used.json'), 'utf8'));
    const called = functionNames.filter((name) => !NOT_CALLED.includes(name));
    expect(unusedRights(used, called)).toEqual(Object.keys(ANOTHER_TIME));
  });
}
