/**
 * `npm start --once` that kills the process of one function with SIGKILL in the middle of its work, once: as soon as it has a lake open.
 * Says on standard error that it does.
 *
 * Usage: node start-and-kill-function.ts <part of the function's name> <words of npm start>
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readOptions } from '../../../infra/local/start/options.ts';
import { start } from '../../../infra/local/start/start.ts';

const LOOK_EVERY_MS = 5;

const [name = '', ...words] = process.argv.slice(2);
const options = readOptions(words, process.cwd());

const look = setInterval(() => {
  const open = globSync('scratch/*/lake-*', { cwd: options.stateDirectory });
  const scratch = open
    .map((lake) => basename(dirname(lake)))
    .find((folder) => folder.toLowerCase().includes(name));
  const pid =
    scratch === undefined ? undefined : processWith(join(options.stateDirectory, 'scratch', scratch));
  if (pid === undefined) return;
  process.kill(pid, 'SIGKILL');
  clearInterval(look);
  console.error(`kills: ${name}`);
}, LOOK_EVERY_MS);

/** The process that the runner started with this folder as its `/tmp`. */
function processWith(scratchDirectory: string): number | undefined {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  return children.map(Number).find((pid) => {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return environment.includes(`TMPDIR=${scratchDirectory}`);
  });
}

const { cloud, summary } = await start(process.cwd(), options);
clearInterval(look);
await cloud.close();
console.log(JSON.stringify(summary));
process.exit(0);
