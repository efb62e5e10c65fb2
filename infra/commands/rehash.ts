import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { parseAs } from '../../lib/domain/index.ts';
import { askStack, orUsage, runCommand, STACK_OPTIONS, STACK_USAGE, sessionFor } from './ask-stack.ts';

const USAGE = `npm run rehash -- ${STACK_USAGE} (the token needs the scope admin)`;

const answerSchema = z.object({ request: z.string(), state: z.string() });

/**
 * Rename all buyers of a merchant to the newest key of pseudonyms (docs/privacy.md), or tell a change that has stopped to go on.
 *
 * @param words - the command line, without node and script
 * @param environment - names stack and token where the words don't (`sessionFor`)
 * @returns what was begun, and where to see how it goes
 * @throws InputError for words that don't fit, UpstreamError with what the stack says: there is no newer key, an experiment runs
 */
export async function rehash(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const options = { ...STACK_OPTIONS, help: { type: 'boolean' } } as const;
  const { values } = orUsage(USAGE, () => parseArgs({ args: [...words], options, allowPositionals: false }));
  if (values.help === true) return USAGE;
  const session = await sessionFor(values, environment);
  const answer = await askStack(session, { path: '/v1/privacy-requests/rehash', body: {} });
  const { request, state } = parseAs(answerSchema, answer, 'the request');
  return `${request} is ${state}: see ${new URL(`/v1/privacy-requests/${request}`, session.api)}`;
}

if (import.meta.main) await runCommand(() => rehash(process.argv.slice(2), process.env));
