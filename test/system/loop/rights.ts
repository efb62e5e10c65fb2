import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { functionNames } from '../../../infra/constructs/function-catalog.ts';
import type { RunningStack } from '../running-stack.ts';
import { unusedRights } from '../unused-rights.ts';

/** Rights that the demo's one night and what the tests do with it may leave unused, and when they are needed. */
const ANOTHER_TIME: Record<string, string> = {
  'ingest: list uploads':
    'a file that was removed before it was read is then told from one that may not be read',
  'ingest: remove uploads/': 'a file that names a buyer who was erased',
  'plan: read lake/runs/': 'a run that is tried again goes on with the shards of the first',
  'plan: read lake/results/': 'the same: the answers of the first name the shards that failed',
  'plan: read lake/year-samples/': 'from the second night on: a year is replayed once a month',
  'plan: read lake/assignments/': 'while an experiment runs',
  'plan: read lake/segments/': 'while an experiment of buyers runs',
  'report: write controls': 'an experiment that ends',
  'report: read lake/assignments/': 'while an experiment runs, and in the first nights of a month',
  'plan: write catalog': 'from the night on which a market has small files to merge',
  'plan: read lake/compacted/': 'the same',
  'plan: write lake/compacted/': 'the same',
  'plan: remove lake/compacted/': 'the same, a night later',
  'plan: read lake/accuracy/': 'from the second night on: drift is watched from night to night',
  'plan: read lake/drift/': 'the same',
  'plan: read lake/drift-memory/': 'the same',
  'segment: read lake/compacted/': 'a market with merged files',
  'segment: read lake/segments/': 'from the second night on',
  'segment: read lake/segmentations/': 'the same',
  'learn: read lake/price-priors/': 'the same',
  'report: read lake/compacted/': 'a market with merged files',
  'report: read lake/forecasts/': 'from the second night on: forecasts are held against what came',
  'report: read lake/observed/': 'the same',
  'report: write lake/accuracy/': 'the same',
  'report: read lake/price-log/': 'after a price test',
  'report: read lake/price-priors/': 'from the second night on',
  'report: read lake/decision-log/': 'in the first nights of a month',
  'recommend: read insights': 'a recommendation for a buyer that the night knows',
  'privacy: write decisions': 'a buyer whom a decision names',
  'privacy: write outcomes': 'one whom an outcome came for',
  'privacy: write logSalts': 'one whom the decision log names',
  'privacy: write uploads': 'a file that waits for an answer and names the buyer',
  'privacy: write idempotency': 'an answer that is kept and names the buyer',
  'privacy: read lake/compacted/': 'a market with merged files',
  'privacy: write lake/compacted/': 'the same',
  'privacy: write lake/assignments/': 'an experiment of buyers',
  'api: write insights': 'a buyer who opts out of decisions by machine',
  'api: write runs': 'a run that a person cancels',
  'api: stop runs': 'the same',
  'api: write catalog': 'an upload that is rolled back',
  'api: write lake/manifests/': 'the same',
};

/** Functions that the demo calls not at all or by some of their ways alone; their own tests run them under their roles. */
const NOT_CALLED = ['sweep', 'notify', 'export'];

/** Least privilege, held from the other side: what a function may do, some code path does. */
export function rightsTests(stack: () => RunningStack, folder: () => string): void {
  test('are all used by the night and by what users do with it, but for those that wait for another time', async () => {
    await stack().stop();

    const used = JSON.parse(readFileSync(join(folder(), 'rights-used.json'), 'utf8'));
    const called = functionNames.filter((name) => !NOT_CALLED.includes(name));
    const unused = unusedRights(used, called);
    expect(unused.filter((right) => !(right in ANOTHER_TIME))).toEqual([]);
  });
}
