import * as z from 'zod/mini';
import { parseAs } from '../../lib/domain/index.ts';
import type { ContextReader } from './read-settings.ts';

/**
 * Read the context as the CDK's command gives it to the app (`cdk.json` and `-c`, in `CDK_CONTEXT_JSON`), before the CDK itself is
 * loaded.
 *
 * @throws InputError where it is no object
 */
export function readContext(environment: Record<string, string | undefined>): ContextReader {
  const text = environment.CDK_CONTEXT_JSON ?? '{}';
  const context = parseAs(z.record(z.string(), z.unknown()), JSON.parse(text), 'CDK_CONTEXT_JSON');
  return { tryGetContext: (name) => context[name] };
}
