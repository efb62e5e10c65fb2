import { type Decision, skuKey } from '../../lib/domain/index.ts';
import type { DocumentTable } from '../../lib/stores/index.ts';
import type { NightMove } from './night-lines.ts';

/** The table of open decisions, as far as learning writes it. */
export type DecisionWriter = Pick<DocumentTable<Decision>, 'get' | 'putNew' | 'replace'>;

const TRIES = 5;

/**
 * Bring the one open decision of a SKU up to date: a new draft takes the place of the last, and a draft that nothing asks
 * for any more expires.
 *
 * What a person decided in this run, or on the very same policy, stays as it is. Writers that meet here (a person and the
 * night) are told apart by the version read: the later one looks again.
 *
 * @returns what was done to it, in order; nothing where it stays as it is
 */
export async function openDecision(
  decisions: DecisionWriter,
  { merchant, market, sku, runId }: { merchant: string; market: string; sku: string; runId: string },
  draft: Decision | null,
): Promise<NightMove[]> {
  const key = skuKey(merchant, market, sku);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const stored = await decisions.get(key, { consistent: true });
    const next = nextDecision(stored?.value, draft, runId);
    if (next === null) return [];
    const written =
      stored === undefined
        ? await decisions.putNew(key, next)
        : await decisions.replace(key, next, stored.version);
    const event = next === draft ? 'propose' : 'expire';
    if (written) return [{ event, before: stored?.value ?? null, after: next }];
  }
  return [];
}

function nextDecision(stored: Decision | undefined, draft: Decision | null, runId: string): Decision | null {
  if (stored === undefined) return draft;
  const decided = stored.state !== 'proposed' && stored.state !== 'expired';
  if (decided && (stored.runId === runId || stored.policyVersion === draft?.policyVersion)) return null;
  if (draft !== null) return draft;
  return stored.state === 'proposed' ? { ...stored, state: 'expired' } : null;
}
