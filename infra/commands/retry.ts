import { parseArgs } from 'node:util';
import { InputError, parseAs, runStartedSchema } from '../../lib/domain/index.ts';
import { askStack, orUsage, runCommand, STACK_OPTIONS, STACK_USAGE, sessionFor } from './ask-stack.ts';

const USAGE = `npm run retry -- --run de-2026-06-30 ${STACK_USAGE} (the token needs the scope admin)`;

/** A run's name: its market, then its date. */
const RUN = /^(?<market>.+)-(?<asOf>\d{4}-\d{2}-\d{2})$/;

/**
 * Work once more on the shards that failed in a run, and on nothing else: what the others came to stays.
 *
 * @param words - the command line, without node and script
 * @param environment - names stack and token where the words don't (`sessionFor`)
 * @returns what was started, and where to see how it goes
 * @throws InputError for words that don't fit, UpstreamError with what the stack says: nothing of it failed, it is under way
 */
export async function retryRun(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const options = { ...STACK_OPTIONS, run: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { values } = orUsage(USAGE, () => parseArgs({ args: [...words], options, allowPositionals: false }));
  if (values.help === true) return USAGE;
  const { market, asOf } = RUN.exec(values.run ?? '')?.groups ?? {};
  if (market === undefined) throw new InputError(`which run? ${USAGE}`);
  const session = await sessionFor(values, environment);
  const path = `/v1/markets/${encodeURIComponent(market)}/runs`;
  const answer = await askStack(session, { path, body: { asOf, retry: true } });
  const { runId } = parseAs(runStartedSchema, answer, 'the started run');
  return `retrying what failed in ${runId}: see ${new URL(`/v1/runs/${runId}`, session.api)}`;
}

if (import.meta.main) await runCommand(() => retryRun(process.argv.slice(2), process.env));
