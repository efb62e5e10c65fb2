import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseAs, type Run, runSchema } from '../../lib/domain/index.ts';
import { type MachineWorld, runMachine } from '../template/run-nightly.ts';
import { type CloudRoom, openCloudRoom } from './cloud-room.ts';
import { deliver, ingestProcess } from './ingest-process.ts';
import { MARKET_FILES } from './market-files.ts';
import { type NightProcess, nightProcess, type Step } from './night-process.ts';
import type { StateDigest } from './state-digest.ts';

let room: CloudRoom;
let events: string[];
let steps: NightProcess;
let undisturbed: { run: Run; state: StateDigest };

beforeAll(async () => {
  room = await openCloudRoom();
  steps = nightProcess(room.newClients(), room);
  events = await room.dropAll(MARKET_FILES);
  await newNight();
  undisturbed = { run: await runTo('first', {}), state: await room.digest() };
}, 120_000);
beforeEach(newNight, 120_000);
afterAll(() => room.close());

/** Forget all that was made, and read the files again. */
async function newNight(): Promise<void> {
  await room.forget();
  expect(await deliver(ingestProcess(room.newClients(), room), events)).toEqual([]);
}

type Request = { asOf?: string; retry?: boolean };

/** Run the state machine of the template over the real steps, on stores that stand; `failing` names shards by their step. */
async function runTo(
  execution: string,
  request: Request,
  failing: Partial<Record<Step, string>> = {},
): Promise<Run> {
  const world: MachineWorld = {
    call: async (name, event) => {
      const step = name as Step;
      if (failing[step] !== undefined && event.shard === failing[step])
        throw new RangeError('a value of this SKU is beyond what can be counted');
      return (await steps[step](event)) as never;
    },
    get: async (key) => new TextDecoder().decode(await room.lake.get(key)),
    put: async (key, text) => void (await room.lake.put(key, text, 'application/json')),
  };
  const { ended, output } = await runMachine(
    { merchant: 'demo', market: 'de', ...request },
    world,
    execution,
  );
  expect(ended).toBe('SUCCEEDED');
  return parseAs(runSchema, output, 'the run');
}

/** All but what a retry leaves beside the night: the run's row, its manifest, and the answers that each Map Run leaves for itself. */
const lasting = (state: StateDigest): StateDigest =>
  Object.fromEntries(
    Object.entries(state).filter(
      ([place]) => !/^runs\/demo\/de-|\/retry\.json$|^lake\/results\/.*\/(forecast|learn)\//.test(place),
    ),
  );

describe('a night of which a shard failed once', () => {
  test('names the command that retries it, and after it equals an undisturbed night in its summary and all that is stored', async () => {
    const failed = await runTo('first', {}, { forecast: 's00002' });
    const healed = await runTo('second', { asOf: failed.asOf, retry: true });

    expect(failed).toMatchObject({
      state: 'finishedWithFailures',
      summary: { forecasts: 24, retry: `npm run retry -- --run ${failed.runId}` },
    });
    expect(failed.summary?.failedShards.map(({ step, shard }) => [step, shard])).toEqual([
      ['forecast', 's00002'],
    ]);
    expect([healed.state, healed.series, healed.shards]).toEqual(['finished', 27, 2]);
    expect(healed.summary).toEqual(undisturbed.run.summary);
    expect(lasting(await room.digest())).toEqual(lasting(undisturbed.state));
  }, 120_000);
});

describe('a night of which a shard always fails', () => {
  test('stays named after its retry, with the command, and keeps what the others came to', async () => {
    const first = await runTo('first', {}, { learn: 's00001' });
    const second = await runTo('second', { asOf: first.asOf, retry: true }, { learn: 's00001' });

    expect(second.state).toBe('finishedWithFailures');
    expect(second.summary).toEqual(first.summary);
    expect(second.summary).toMatchObject({
      forecasts: 27,
      policies: 3,
      failedShards: [{ step: 'learn', shard: 's00001' }],
      retry: `npm run retry -- --run ${first.runId}`,
    });
  }, 120_000);
});
