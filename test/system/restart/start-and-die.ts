/**
 * `npm start` that kills itself with SIGKILL at a moment: at the very line, or the very event of the state machine, so that the
 * same moment is met however fast the machine is. Says on standard error that it dies.
 *
 * Usage: node start-and-die.ts <moment, as JSON> <words of npm start>
 */
import { writeSync } from 'node:fs';
import type { Progress } from '../../../infra/local/index.ts';
import { readOptions } from '../../../infra/local/start/options.ts';
import { start } from '../../../infra/local/start/start.ts';
import type { Moment } from './moments.ts';

const [text = '', ...words] = process.argv.slice(2);
// the test wrote it
const moment = JSON.parse(text) as Moment;

let times = 0;
function meet(): void {
  times += 1;
  if (times < moment.nth) return;
  // at once: what the process has not handed to the system by now is lost with it
  writeSync(2, `dies: ${moment.name}\n`);
  process.kill(process.pid, 'SIGKILL');
}

function isMeant({ kind, state }: Progress): boolean {
  if ('run' in moment) return kind === moment.run;
  return 'step' in moment && state === moment.step && kind === moment.does;
}

if ('told' in moment) {
  const wanted = moment.told;
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (line: string | Uint8Array) => {
    const isWritten = write(line);
    if (String(line).includes(wanted)) meet();
    return isWritten;
  };
}
const { cloud } = await start(process.cwd(), readOptions(words, process.cwd()), (running) => {
  running.onProgress((progress) => {
    if (isMeant(progress)) meet();
  });
});
await cloud.close();
process.exit(0);
