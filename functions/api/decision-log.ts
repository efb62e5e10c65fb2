import {
  type DecisionClaims,
  type DecisionLogEntry,
  decisionLogKeys,
  InputError,
  type LoggedAct,
  NotFoundError,
  type RunSeal,
  type SealedEntry,
  type SealNote,
} from '../../lib/domain/index.ts';
import { replayDecision, replayNight } from '../../lib/operations/index.ts';
import { auditPath, createExplain, guardPrice } from '../../lib/oversight/index.ts';
import { languageHeaders, languageOf } from '../../lib/runtime/answer-language.ts';
import type { Caller } from '../../lib/runtime/http-event.ts';
import type { Signer } from '../../lib/runtime/signing.ts';
import type { Tenants } from '../../lib/runtime/tenancy.ts';
import {
  type DocumentTable,
  type LogSalts,
  leavesKeyOf,
  newestSeals,
  type ObjectStore,
  type PlacedEntry,
  readAuditedPolicy,
  readSealed,
} from '../../lib/stores/index.ts';
import { namesIn, noteOf } from './log-names.ts';
import type { RouteHandlers } from './request.ts';

type Dependencies = {
  tenants: Tenants;
  decisions: Pick<Signer<DecisionClaims>, 'verify'>;
  acts: Pick<DocumentTable<LoggedAct>, 'query'>;
  seals: Pick<DocumentTable<RunSeal>, 'query'>;
  salts: Pick<LogSalts, 'open'>;
  /** The lake's bucket. */
  lake: Pick<ObjectStore, 'get' | 'getPart'>;
};

/** Which decision is meant: a night's, or a signed answer. */
type Meant = { market: string; sku: string; policyVersion: string; claims?: DecisionClaims };

/** Pages of acts that are looked through for one decision's. */
const MOST_PAGES = 20;

/** Show what is logged of a decision, and make it again. */
export function createDecisionLogRoutes(
  dependencies: Dependencies,
): Pick<RouteHandlers, 'GET /v1/decisions/{decision}/log' | 'GET /v1/decisions/{decision}/replay'> {
  return {
    'GET /v1/decisions/{decision}/log': async ({ caller, path: { decision } }) => {
      const meant = await find(dependencies, caller, decision);
      const { merchant } = caller;
      const seals = await newestSeals(dependencies.seals, { merchant, market: meant.market });
      const sealed = await sealedEntries(dependencies.lake, seals, meant);
      const open = await unsealedActs(dependencies, merchant, meant, seals[0]?.lastAct ?? 0);
      const entries = [...sealed, ...open.map((entry) => ({ entry, seal: null, inclusion: null }))];
      if (entries.length === 0) throw new NotFoundError(`nothing is logged of the decision ${decision}`);
      const names = await namesIn(dependencies.salts, caller, entries);
      const { market, sku } = meant;
      const newestSeal = seals[0] === undefined ? null : noteOf(seals[0]);
      return { body: { decision, market, sku, entries, names, newestSeal } };
    },
    'GET /v1/decisions/{decision}/replay': async ({ caller, path: { decision }, query, acceptLanguage }) => {
      const language = languageOf(query.language, acceptLanguage);
      const meant = await find(dependencies, caller, decision);
      const { answer, ...replay } = await replayed(dependencies, caller.merchant, meant);
      const why = createExplain(language)(answer);
      return { body: { decision, ...replay, why }, headers: languageHeaders(language) };
    },
  };
}

/** Read which decision a path means. What is another's and what does not exist are answered alike. */
async function find(
  { tenants, decisions }: Dependencies,
  { merchant }: Caller,
  decision: string,
): Promise<Meant> {
  const unknown = () => new NotFoundError('no such decision');
  const claims = decision.split('.').length === 3 ? await decisions.verify(decision).catch(() => null) : null;
  const [market = '', ...rest] = decision.split(':');
  const meant =
    claims ??
    (rest.length < 2 ? null : { market, sku: rest.slice(0, -1).join(':'), policyVersion: rest.at(-1) ?? '' });
  if (meant === null || (claims !== null && claims.merchant !== merchant)) throw unknown();
  if (!tenants.markets(merchant).some((one) => one.market === meant.market)) throw unknown();
  const { sku, policyVersion } = meant;
  return { market: meant.market, sku, policyVersion, ...(claims === null ? {} : { claims }) };
}

type Placed = { entry: SealedEntry; seal: SealNote; inclusion: InclusionView };
type InclusionView = { index: number; size: number; root: string; path: string[] };

/** What is sealed of a decision: its night's file, and those of the runs since. */
async function sealedEntries(
  lake: Dependencies['lake'],
  seals: readonly RunSeal[],
  meant: Meant,
): Promise<Placed[]> {
  const found: Placed[] = [];
  const runId = runOf(meant.policyVersion);
  // a decision is open for days: acts on it are in the seals of its own run and of those right after
  const first = seals.findLastIndex((seal) => seal.runId === runId);
  const near = first < 0 ? [] : seals.slice(Math.max(0, first - RUNS_AFTER), first + 1).reverse();
  for (const seal of near) {
    const rows = (await readSealed(lake, seal, { sku: meant.sku })).filter(({ entry }) => isOf(entry, meant));
    if (rows.length > 0) found.push(...(await withProofs(lake, seal, rows)));
  }
  return found;
}

/** Runs after its own in whose seals a decision's acts are looked for. */
const RUNS_AFTER = 14;

async function withProofs(
  lake: Dependencies['lake'],
  seal: RunSeal,
  rows: readonly PlacedEntry[],
): Promise<Placed[]> {
  const hashes = await lake.get(leavesKeyOf(seal));
  const leaves = Array.from({ length: seal.entries }, (_, i) => hashes.subarray(32 * i, 32 * (i + 1)));
  return rows.map(({ entry, row }) => ({
    entry,
    seal: noteOf(seal),
    inclusion: {
      ...{ index: row, size: seal.entries, root: seal.root },
      path: auditPath(leaves, row).map((hash) => hash.toString('hex')),
    },
  }));
}

/** The run that a policy's version begins with. */
const runOf = (policyVersion: string) => policyVersion.replace(/-[0-9a-f]{8}$/, '');

function isOf(entry: SealedEntry, { market, sku, policyVersion }: Meant): boolean {
  return (
    entry.sku === sku &&
    (entry.policyVersion === policyVersion || entry.decision === `${market}:${sku}:${policyVersion}`)
  );
}

async function unsealedActs(
  { acts }: Dependencies,
  merchant: string,
  meant: Meant,
  after: number,
): Promise<LoggedAct[]> {
  const found: LoggedAct[] = [];
  let cursor: Record<string, string | number> | undefined = decisionLogKeys.act(
    merchant,
    meant.market,
    after,
  );
  for (let page = 0; page < MOST_PAGES && cursor !== undefined; page++) {
    const { pk } = decisionLogKeys.act(merchant, meant.market, 1);
    const answer: Awaited<ReturnType<typeof acts.query>> = await acts.query(pk, { consistent: true, cursor });
    found.push(...answer.items.map(({ value }) => value).filter((act) => isOf(act, meant)));
    cursor = answer.cursor;
  }
  return found;
}

/** Make a decision again: of a signed answer by its claims, of a night's by its sealed line. */
async function replayed(dependencies: Dependencies, merchant: string, meant: Meant) {
  const { claims, policyVersion } = meant;
  const { lake } = dependencies;
  if (claims !== undefined) {
    const replay = replayDecision(claims, await readAuditedPolicy(lake, claims), guardPrice);
    const { claimed: logged, replayed: again, kind } = replay;
    const differs = (['orderUnits', 'priceMicros'] as const).filter((name) => logged[name] !== again[name]);
    return {
      kind,
      policyVersion,
      runId: claims.runId ?? runOf(policyVersion),
      logged,
      replayed: again,
      differs,
      answer: replay.answer,
    };
  }
  const line = await nightLineOf(dependencies, merchant, meant);
  const { runId = runOf(policyVersion), inputs } = line;
  const policy = await readAuditedPolicy(lake, {
    ...{ merchant, market: meant.market, sku: meant.sku, policyVersion, query: {}, issuedAt: line.at },
    ...{
      orderUnits: 0,
      priceMicros: 0,
      runId,
      ...(inputs.shard === undefined ? {} : { shard: inputs.shard }),
    },
  });
  const replay = replayNight(line, policy, guardPrice);
  return { policyVersion, runId, ...replay };
}

async function nightLineOf(
  { seals, lake }: Dependencies,
  merchant: string,
  meant: Meant,
): Promise<DecisionLogEntry> {
  const sealed = await sealedEntries(
    lake,
    await newestSeals(seals, { merchant, market: meant.market }),
    meant,
  );
  const line = sealed.findLast(({ entry }) => entry.event === 'propose')?.entry;
  if (line === undefined)
    throw new NotFoundError('the log has no proposal of this decision: it is sealed at the end of its run');
  if (line.inputs.shard === undefined)
    throw new InputError('the line of this decision does not say where its policy is kept');
  return line;
}
