import { AppError } from '../../lib/domain/index.ts';
import { readDeployment } from '../stacks/read-deployment.ts';
import { readOptions, USAGE } from './start/options.ts';
import { start, writeSession } from './start/start.ts';
import { welcome } from './start/welcome.ts';

const SESSION_RENEWAL_MS = 10 * 60_000;

/** `npm start`: see `USAGE`. Progress goes to standard error, results to standard output. */
async function main(): Promise<number> {
  const root = process.cwd();
  const options = readOptions(process.argv.slice(2), root);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const started = await start(root, options);
  if (options.once) {
    await started.cloud.close();
    console.log(JSON.stringify(started.summary));
    const { read, accepted } = started.summary.rows;
    return read > 0 && accepted === 0 ? 1 : Number(read === 0);
  }
  const markets = readDeployment().markets.map(({ market }) => market);
  process.stdout.write(await welcome(started, markets));
  const keepSession = async () => writeSession(options.stateRoot, started.cloud, await started.token());
  await keepSession();
  // a token lasts an hour: the one that the project's own commands find stays good
  const renewal = setInterval(() => void keepSession().catch(() => undefined), SESSION_RENEWAL_MS);
  await interrupted();
  clearInterval(renewal);
  await started.cloud.close();
  return 0;
}

/** Wait for Ctrl-C, or for whoever else ends the process politely. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

try {
  process.exit(await main());
} catch (error) {
  // what a person can mend is said in one line; anything else keeps its stack
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
}
