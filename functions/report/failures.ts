import type { ReportRequest, Run } from '../../lib/domain/index.ts';
import { errorInWords } from './error-in-words.ts';

/**
 * Failures told in a run, and characters of a reason. On a night of which everything fails there are thousands, each for a
 * page of text: an item of DynamoDB holds 400 KiB, and what a step answers 256.
 */
const MOST_TOLD = 200;
const LONGEST_REASON = 300;

type Told = NonNullable<Run['summary']>['failedShards'];

/**
 * Name what failed of a run, the segments first: a retry asks the run whether they had, and the shards' kept answers for the
 * rest.
 *
 * @returns how many there are, and the first of them
 */
export function failuresOf({ forecast, segment, learn }: ReportRequest): {
  failures: number;
  failedShards: Told;
} {
  const all = [
    ...failedIn('segment', [{ shard: 'segment', ...segment }]),
    ...failedIn('forecast', forecast),
    ...failedIn('learn', learn),
  ];
  const failedShards = all.slice(0, MOST_TOLD).map(({ failed, ...name }) => {
    const reason = errorInWords(failed);
    return {
      ...name,
      reason: reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason,
    };
  });
  return { failures: all.length, failedShards };
}

function failedIn(step: string, results: readonly { shard: string; failed?: string | undefined }[]) {
  return results.flatMap(({ shard, failed }) => (failed === undefined ? [] : [{ step, shard, failed }]));
}
