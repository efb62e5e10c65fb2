import type { Json } from './json.ts';
import type { ResultWriter } from './state-language.ts';

/** One child execution of a Map Run; those that were never begun, or given up, are pending. */
export type Child = {
  executionArn: string;
  name: string;
  input: Json;
  status: 'SUCCEEDED' | 'FAILED' | 'PENDING';
  output?: Json;
  error?: string;
  cause?: string;
  startedMs?: number;
  stoppedMs?: number;
};

export type ResultFile = { key: string; text: string };

const STATUSES = ['FAILED', 'PENDING', 'SUCCEEDED'] as const;

/**
 * Lay the results of a Map Run out as the cloud's `ResultWriter` does (Step Functions developer guide, "ResultWriter"): a
 * file for each status that some child has, and the manifest that names them.
 *
 * `COMPACT` makes of a child that succeeded its bare output; one that failed is told whole all the same.
 *
 * @param folder - prefix and name of the Map Run, with its slash
 */
export function resultFiles(
  children: readonly Child[],
  place: { writer: ResultWriter; bucket: string; folder: string; mapRunArn: string; stateMachineArn: string },
): { files: ResultFile[]; manifest: Json } {
  const { writer, bucket, folder, mapRunArn, stateMachineArn } = place;
  const suffix = writer.outputType === 'JSONL' ? 'jsonl' : 'json';
  const files: (ResultFile & { status: Child['status'] })[] = STATUSES.flatMap((status) => {
    const own = children.filter((child) => child.status === status);
    if (own.length === 0) return [];
    const isBare = status === 'SUCCEEDED' && writer.transformation === 'COMPACT';
    const told = own.map((child) =>
      isBare ? (child.output ?? null) : wholeExecution(child, stateMachineArn),
    );
    const text =
      writer.outputType === 'JSONL'
        ? told.map((one) => `${JSON.stringify(one)}\n`).join('')
        : JSON.stringify(told);
    return [{ status, key: `${folder}${status}_0.${suffix}`, text }];
  });
  const named = (status: Child['status']) =>
    files
      .filter((file) => file.status === status)
      .map(({ key, text }) => ({ Key: key, Size: Buffer.byteLength(text) }));
  const resultsByStatus = Object.fromEntries(STATUSES.map((status) => [status, named(status)]));
  return {
    files: files.map(({ key, text }) => ({ key, text })),
    manifest: { DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles: resultsByStatus },
  };
}

/** A child as the cloud describes it: input and output are JSON text within the JSON. */
function wholeExecution(child: Child, stateMachineArn: string): Json {
  const { executionArn, name, input, status, output, error, cause, startedMs, stoppedMs } = child;
  const moment = (epochMs: number) => new Date(epochMs).toISOString();
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ...{
      ExecutionArn: executionArn,
      Input: JSON.stringify(input),
      InputDetails: { Included: true },
      Name: name,
    },
    ...(output === undefined ? {} : { Output: JSON.stringify(output), OutputDetails: { Included: true } }),
    ...(startedMs === undefined ? {} : { StartDate: moment(startedMs) }),
    ...{ StateMachineArn: stateMachineArn, Status: status },
    ...(stoppedMs === undefined ? {} : { StopDate: moment(stoppedMs) }),
  };
}
