import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually, type MiniApp, startMiniCloud, synthesiseMiniApp } from './mini-cloud.ts';

let app: MiniApp;
beforeAll(async () => {
  app = await synthesiseMiniApp();
}, 60_000);
afterAll(() => app.remove());

test('a killed runner leaves no process behind, and the next start completes what was running', async () => {
  const state = `${app.state}-killed`;
  const runner = spawn(process.execPath, [join(import.meta.dirname, 'mini-run.ts'), app.templates, state], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(runner.stdout, 'data');
  const children = await childrenOf(runner.pid);
  runner.kill('SIGKILL');
  await once(runner, 'exit');

  const next = await startMiniCloud({ ...app, state });
  const execution = await eventually(() => next.executions().find(({ status }) => status === 'SUCCEEDED'));
  const commands = await Promise.all(children.map(commandOf));
  const closing = performance.now();
  await next.close();

  expect(performance.now() - closing).toBeLessThan(2000);
  expect(commands.filter((command) => command !== '')).toEqual([]);
  expect(JSON.parse(execution.output ?? '')).toEqual({
    manifest: 'night.json',
    shards: [
      { shard: 'slow-1', done: 1 },
      { shard: 'slow-2', done: 1 },
    ],
  });
}, 30_000);

/** The processes that a process started; none where there is no /proc. */
async function childrenOf(pid: number | undefined): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter((each) => each !== '');
}

/** A process's command line; empty when it has ended, also where nobody has asked how yet. */
const commandOf = (pid: string) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
