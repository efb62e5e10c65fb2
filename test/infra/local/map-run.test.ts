import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../infra/local/json.ts';
import { runMap } from '../../../infra/local/map-run.ts';
import { namedError } from '../../../infra/local/named-error.ts';
import type { MapRun } from '../../../infra/local/state-language.ts';

const parent = {
  executionArn: 'arn:aws:states:eu-central-1:1:execution:Nightly:first',
  stateMachineArn: 'arn:aws:states:eu-central-1:1:stateMachine:Nightly',
};
const aRun = (changes: Partial<MapRun> = {}): MapRun => ({
  ...{
    label: 'Forecast',
    reader: { readerType: 'JSON', mostItems: undefined },
    processor: {},
    mostAtOnce: 2,
  },
  ...{
    tolerated: { count: undefined, percentage: undefined },
    writer: { transformation: 'COMPACT', outputType: 'JSON' },
  },
  ...changes,
});
const places = { reader: {}, writer: { Bucket: 'lake', Prefix: 'results' } };

/** Run children that answer with their item doubled, and fail on an item of 13. */
async function mapOver(items: number[], run: MapRun) {
  const objects = new Map<string, string>();
  let most = 0;
  let running = 0;
  const work = async (item: Json): Promise<Json> => {
    most = Math.max(most, ++running);
    await new Promise((settle) => setTimeout(settle, 1));
    running--;
    if (item === 13) throw namedError('Unlucky', 'it is 13');
    return Number(item) * 2;
  };
  const result = await runMap(run, places, parent, {
    readItems: async () => items,
    putObject: async (bucket, key, text) => void objects.set(`${bucket}/${key}`, text),
    startChild: (item) => ({ result: work(item), abort: () => undefined }),
    tell: () => undefined,
  }).catch((error: Error) => error.name);
  const ended = (end: string) => [...objects].find(([key]) => key.endsWith(end))?.[1];
  return { result, most, keys: [...objects.keys()], read: (end: string) => JSON.parse(ended(end) ?? 'null') };
}

describe('runMap', () => {
  test('leaves the outputs in the order of the items, and a manifest that names their file', async () => {
    const { result, most, keys, read } = await mapOver([1, 2, 3], aRun());

    const folder = /^lake\/(results\/[-0-9a-f]{36})\/SUCCEEDED_0.json$/.exec(keys[0] ?? '')?.[1];
    expect(keys).toEqual([`lake/${folder}/SUCCEEDED_0.json`, `lake/${folder}/manifest.json`]);
    expect(read('SUCCEEDED_0.json')).toEqual([2, 4, 6]);
    const arn = `arn:aws:states:eu-central-1:1:mapRun:Nightly/Forecast:${folder?.slice(8)}`;
    expect(read('manifest.json')).toEqual({
      DestinationBucket: 'lake',
      MapRunArn: arn,
      ResultFiles: {
        FAILED: [],
        PENDING: [],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: '[2,4,6]'.length }],
      },
    });
    expect(result).toEqual({
      MapRunArn: arn,
      ResultWriterDetails: { Bucket: 'lake', Key: `${folder}/manifest.json` },
    });
    expect(most).toBe(2);
  });

  test('tells a failed child whole, with its input, and goes on while few enough fail', async () => {
    const { result, read } = await mapOver(
      [13, 2, 3, 4],
      aRun({ tolerated: { count: undefined, percentage: 25 } }),
    );

    expect(result).toHaveProperty('ResultWriterDetails');
    expect(read('SUCCEEDED_0.json')).toEqual([4, 6, 8]);
    expect(read('FAILED_0.json')).toMatchObject([
      {
        Status: 'FAILED',
        Error: 'Unlucky',
        Cause: 'it is 13',
        Input: '13',
        InputDetails: { Included: true },
      },
    ]);
  });

  test('fails where more children fail than are tolerated, begins no other, and leaves the results all the same', async () => {
    const { result, read } = await mapOver(
      [13, 13, 1, 2, 3, 4],
      aRun({ tolerated: { count: undefined, percentage: 25 } }),
    );

    expect(result).toBe('States.ExceedToleratedFailureThreshold');
    expect(read('FAILED_0.json')).toHaveLength(2);
    expect(read('PENDING_0.json').map(({ Input }: { Input: string }) => Input)).toEqual(['1', '2', '3', '4']);
    expect(read('manifest.json').ResultFiles.SUCCEEDED).toEqual([]);
  });

  test.each([
    ['neither', undefined, undefined, false],
    ['a count of 1', 1, undefined, true],
    ['half', undefined, 50, true],
    ['a count of 1, but a tenth', 1, 10, false],
    ['half, but a count of 0', 0, 50, false],
  ])('bears one failure of two where it tolerates as much: %s', async (_, count, percentage, isBorne) => {
    const { result } = await mapOver([13, 1], aRun({ tolerated: { count, percentage } }));

    expect(typeof result === 'object').toBe(isBorne);
  });

  test('leaves whole executions, a line each, where that is asked for', async () => {
    const writer = { transformation: 'NONE', outputType: 'JSONL' } as const;

    const { read } = await mapOver([5], aRun({ writer }));

    expect(read('SUCCEEDED_0.jsonl')).toMatchObject({ Input: '5', Output: '10', Status: 'SUCCEEDED' });
  });

  test('answers with the outputs themselves where there is no writer', async () => {
    const { result, keys } = await mapOver([1, 2], aRun({ writer: undefined }));

    expect(result).toEqual([2, 4]);
    expect(keys).toEqual([]);
  });

  test('over nothing leaves a manifest without files', async () => {
    const { read } = await mapOver([], aRun());

    expect(read('manifest.json').ResultFiles).toEqual({ FAILED: [], PENDING: [], SUCCEEDED: [] });
  });
});
