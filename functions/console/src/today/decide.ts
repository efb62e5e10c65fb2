import { ApiError } from '../../../../lib/client/index.ts';
import type { BulkItem, Problem, SkuDecisionView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';

/** What a person does with a draft. */
export type Act =
  | { action: 'approve' }
  | { action: 'reject'; reasonCode: string }
  | ({ action: 'change'; reasonCode: string } & Pick<BulkItem, 'price' | 'orderUnits'>);

/** What became of it. A draft that changed since it was read comes back as it is now, and nothing has been done. */
export type Decided =
  | { kind: 'done'; decision: SkuDecisionView }
  | { kind: 'overtaken'; now: SkuDecisionView }
  | { kind: 'refused'; error: unknown };

/** Another version than the one that was read, and a state in which it takes no decision any more. */
const OVERTAKEN: ReadonlySet<number> = new Set([412, 409]);

/**
 * Decide one draft by the version that was read.
 *
 * @param idempotencyKey - names the act: under the same name it takes effect once, however often it is tried
 */
export async function decideOne(
  { region: { client } }: HomedMarket,
  { decision, version, state }: SkuDecisionView,
  act: Act,
  idempotencyKey: string,
): Promise<Decided> {
  const parts = { path: { decision }, ifMatch: `"${version}"`, idempotencyKey };
  try {
    const { body } = await (act.action === 'approve'
      ? client.call('POST /v1/decisions/{decision}/approve', { ...parts, body: {} })
      : act.action === 'reject'
        ? client.call('POST /v1/decisions/{decision}/reject', {
            ...parts,
            body: { reasonCode: act.reasonCode },
          })
        : client.call('PATCH /v1/decisions/{decision}', { ...parts, body: changeOf(act) }));
    return { kind: 'done', decision: ofSku(body) };
  } catch (error) {
    if (!(error instanceof ApiError) || !OVERTAKEN.has(error.status)) return { kind: 'refused', error };
    const again = await readAgain(client, decision);
    // a draft that still waits as it was read is refused for another reason, which the answer tells
    const isAsRead = again.kind === 'overtaken' && again.now.version === version && again.now.state === state;
    return isAsRead ? { kind: 'refused', error } : again;
  }
}

async function readAgain(client: HomedMarket['region']['client'], decision: string): Promise<Decided> {
  try {
    const { body } = await client.call('GET /v1/decisions/{decision}', { path: { decision } });
    return { kind: 'overtaken', now: ofSku(body) };
  } catch (error) {
    return { kind: 'refused', error };
  }
}

const changeOf = ({ reasonCode, price, orderUnits }: Extract<Act, { action: 'change' }>) => ({
  reasonCode,
  ...(price === undefined ? {} : { price }),
  ...(orderUnits === undefined ? {} : { orderUnits }),
});

/** The API takes as many at once. */
const MOST_AT_ONCE = 100;

/** Decide many drafts alike; each is judged by itself. @returns what became of each, by its id */
export async function decideMany(
  market: HomedMarket,
  drafts: readonly SkuDecisionView[],
  act: Extract<Act, { action: 'approve' | 'reject' }>,
): Promise<Map<string, Decided>> {
  const { client } = market.region;
  const decided = new Map<string, Decided>();
  for (let from = 0; from < drafts.length; from += MOST_AT_ONCE) {
    const some = drafts.slice(from, from + MOST_AT_ONCE);
    try {
      const { body } = await client.call('POST /v1/decisions/bulk', {
        body: { items: some.map(({ decision, version }) => ({ decision, version, ...act })) },
      });
      for (const { decision, result, problem } of body.items) {
        if (result !== undefined) decided.set(decision, { kind: 'done', decision: ofSku(result) });
        else if (OVERTAKEN.has(problem?.status ?? 0))
          decided.set(decision, await readAgain(client, decision));
        else decided.set(decision, { kind: 'refused', error: refusalOf(problem) });
      }
    } catch (error) {
      for (const { decision } of some) decided.set(decision, { kind: 'refused', error });
    }
  }
  return decided;
}

/** A refusal among many, as if it had been asked for alone. */
const refusalOf = (problem: Problem | undefined): ApiError =>
  new ApiError('POST /v1/decisions/bulk', {
    ...{ status: problem?.status ?? 500, text: JSON.stringify(problem ?? {}), requestId: undefined },
  });

/** What was asked about a SKU's draft is answered about it. */
function ofSku(view: SkuDecisionView | { subject: 'limits' }): SkuDecisionView {
  if (view.subject === 'limits') throw new Error('the API answered about limits in place of a draft');
  return view;
}
