import { draftDecision } from '../../functions/learn/learn-series.ts';
import { nightLine } from '../../functions/learn/night-lines.ts';
import { ALL_MARKETS, controlKeys, lakeKeys, privacyKeys, type ShardRef } from '../../lib/domain/index.ts';
import { createPseudonyms } from '../../lib/runtime/pseudonyms.ts';
import {
  createDecisionLog,
  createLogSalts,
  openLoggedActs,
  openLogSalts,
  openPrivacyMarks,
  openPrivacyRequests,
  openSeals,
  policyAuditPart,
  sealDecisions,
  writeNightLines,
} from '../../lib/stores/index.ts';
import { type Api, PSEUDONYM_SECRET } from '../functions/api/api-fixture.ts';
import { tables } from '../functions/embedded-dynamo.ts';
import { aPolicy } from '../functions/stored-documents.ts';
import type { Names } from './samples.ts';

/** The buyer's wish to be forgotten, and to be told what is held: both are done. */
export async function storePrivacy(api: Api, merchant: string, { request }: Names): Promise<void> {
  const now = () => Math.floor(Date.parse(api.clock.instant) / 1000);
  const at = { client: api.dynamo.client, table: tables.privacy, now };
  const mark = createPseudonyms(PSEUDONYM_SECRET, merchant).markOf(`code of ${merchant}`);
  for (const kind of ['erase', 'export'] as const) {
    const name = request.replace('erase', kind);
    await openPrivacyRequests(at).put(privacyKeys.request(merchant, name), {
      ...{
        request: name,
        kind,
        state: 'done',
        requestedAt: api.clock.instant,
        finishedAt: api.clock.instant,
      },
      ...{ by: `client of ${merchant}`, requestId: 'r-1', mark, held: [], uploadsToSendAgain: [] },
    });
    await openPrivacyMarks(at).put(privacyKeys.mark(merchant, kind, mark), {
      request: name,
      at: api.clock.instant,
    });
  }
}

/** What the night logged of the decision, sealed, and the policy that it can be made again from. */
export async function storeLog(api: Api, merchant: string, names: Names): Promise<void> {
  const { market, sku, run } = names;
  const asOf = run.slice(-10);
  const shard: ShardRef = {
    ...{ merchant, market, asOf, runId: run, shard: 's00001' },
    ...{ key: `runs/${merchant}/${run}/s00001.jsonl.gz`, series: 1 },
  };
  const policy = aPolicy({ sku, runId: run, asOf, shard: 's00001', policyVersion: versionOf(names) });
  const at = api.clock.instant;
  const draft = draftDecision(policy, market, { now: at, category: `hinges of ${merchant}` });
  if (draft === null) throw new Error('the policy asks for a decision');
  const moment = { at, controlVersion: { merchant: 0, market: 1 } };
  const line = nightLine(shard, { event: 'propose', before: null, after: draft }, policy, moment);
  await writeNightLines(api.lake, shard, [line]);
  const audit = policyAuditPart([{ document: policy, table: { sku } }]);
  await api.lake.put(lakeKeys.policyTable(merchant, run, 's00001'), audit, 'application/gzip');
  const open = { client: api.dynamo.client, table: tables.decisionLog, now: () => 0 };
  const objects = { ...api.lake, bucket: 'lake' };
  const acts = openLoggedActs(open);
  await sealDecisions({ objects, acts, seals: openSeals(open), now: () => at }, shard);
  const salts = createLogSalts(openLogSalts({ ...open, table: tables.logSalts }));
  const log = createDecisionLog({ client: api.dynamo.client, acts, salts });
  await log.append(
    {
      ...{ entry: at, at, merchant, market: ALL_MARKETS, sku: '', decision: 'limits:_all:1', event: 'kill' },
      ...{ by: `person of ${merchant}`, version: 1, from: null, to: 'approved', draft: {}, inputs: {} },
    },
    [],
  );
}

/** The policy that a decision's id ends with. */
export const versionOf = ({ decision }: Names) => decision.split(':').at(-1) ?? '';

/** An experiment with buyers that is under way. */
export function storeExperiment(
  api: Api,
  merchant: string,
  { experiment: id, market }: Names,
): Promise<void> {
  return api.stores.experiments.put(controlKeys.experiment(merchant, id), {
    ...{ id, name: `offers of ${merchant}`, kind: 'offers', markets: [market], metric: 'conversion' },
    ...{ minimalEffect: 0.01, guards: [], aiShare: 0.5, unit: 'buyer', cluster: 'buyer' },
    ...{ why: 'buyers are told apart', currency: null, weeks: 4, start: '2025-01-06', end: '2025-02-02' },
    ...{ createdAt: '2025-01-05T09:00:00.000Z', author: `client of ${merchant}`, state: 'running' },
    ...{ looks: [], strata: [] },
  });
}
