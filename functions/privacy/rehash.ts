import {
  ConflictError,
  type Held,
  identityKey,
  type PrivacyRequest,
  privacyKeys,
  UpstreamError,
} from '../../lib/domain/index.ts';
import {
  type IdentityTable,
  type PseudonymKeyTable,
  pagesOf,
  type RenameVisit,
  type Renaming,
} from '../../lib/stores/index.ts';
import {
  anythingUnderWay,
  type ErasePlaces,
  MOST_ROUNDS,
  type NextStep,
  publish,
  WAIT_SECONDS,
} from './erase.ts';
import { renamePlacesOf, type Work } from './places.ts';

export type RehashStores = ErasePlaces & {
  identities: Pick<IdentityTable, 'query'>;
  keys: Pick<PseudonymKeyTable, 'get' | 'replace'>;
};

type Position = NonNullable<PrivacyRequest['position']>;

/** What comes after each phase; a last look that finds something goes back to `sweep`. */
const NEXT = {
  settle: 'survey',
  survey: 'remove',
  remove: 'sweep',
  sweep: 'prove',
  prove: 'forget',
} as const;

/**
 * Turn every pseudonym of the key before into the one of the key of now: go on with the phase and place that are written down, until
 * the end or the end of the function's time. Every step done twice is as if done once.
 *
 * Nights that began before are waited for; no other begins meanwhile (`functions/plan`), and uploads are written under the new key.
 */
export async function rehashBuyers(
  stores: RehashStores,
  request: PrivacyRequest,
  work: Work,
): Promise<NextStep> {
  const { keys } = request;
  if (keys === undefined) return 'done';
  const places = renamePlacesOf(stores, work);
  const { reason: _, unreadable: damaged, ...begun } = request;
  let now: PrivacyRequest = { ...begun, state: 'working', ...(damaged ? { unreadable: damaged } : {}) };
  let position: Position = request.position ?? { phase: 'settle', place: 0 };
  const keep = async (next: Position) => {
    position = next;
    now = { ...now, position };
    await work.keep(now);
  };
  let renaming: Renaming | undefined;
  while (!work.outOfTime()) {
    const place = places[position.place];
    if (position.phase === 'settle') {
      if (await anythingUnderWay(stores, work.merchant, request.requestedAt)) {
        await work.keep({ ...now, state: 'waiting', position });
        return WAIT_SECONDS;
      }
      await keep({ phase: NEXT.settle, place: 0 });
    } else if (place === undefined) {
      const ended = await endPhase(stores, now, work, position);
      if (ended === 'done') return 'done';
      now = ended.request;
      await keep(ended.position);
    } else {
      renaming ??= await renamingOf(stores, work.merchant, keys);
      const next = await visitPlace(now, position, { place, renaming, outOfTime: work.outOfTime });
      now = next.request;
      await keep(next.position);
    }
  }
  return 0;
}

type Visiting = { place: { visit(visit: RenameVisit): Promise<string | undefined> } } & Pick<
  RenameVisit,
  'renaming' | 'outOfTime'
>;

async function visitPlace(
  request: PrivacyRequest,
  { phase, place: number, after, left = false }: Position,
  { place, renaming, outOfTime }: Visiting,
): Promise<{ request: PrivacyRequest; position: Position }> {
  const held = new Map(request.held.map((each) => [each.store, { ...each }]));
  const damaged = new Set(request.unreadable);
  let found = 0;
  const stopped = await place.visit({
    ...{ renaming, outOfTime, after, mode: modeOf(phase) },
    found: (store, names) => {
      found++;
      if (phase !== 'survey') return;
      const sum = held.get(store) ?? { store, objects: 0, rows: 0 };
      held.set(store, { store, objects: sum.objects + 1, rows: sum.rows + names });
    },
    unreadable: (key) => {
      if (phase === 'prove') damaged.add(key);
    },
  });
  const counted: Held[] = [...held.values()].sort((a, b) => (a.store < b.store ? -1 : 1));
  return {
    request: { ...request, held: counted, ...(damaged.size > 0 ? { unreadable: [...damaged] } : {}) },
    position: {
      ...(stopped === undefined ? { phase, place: number + 1 } : { phase, place: number, after: stopped }),
      ...(phase === 'prove' && (left || found > 0) ? { left: true } : {}),
    },
  };
}

function modeOf(phase: Position['phase']): RenameVisit['mode'] {
  if (phase === 'forget') return 'forget';
  return phase === 'remove' || phase === 'sweep' ? 'rename' : 'look';
}

async function endPhase(
  stores: RehashStores,
  request: PrivacyRequest,
  { merchant, keep }: Work,
  { phase, left = false }: Position,
): Promise<'done' | { request: PrivacyRequest; position: Position }> {
  if (phase === 'remove' || phase === 'sweep') await publish(stores, merchant);
  if (phase === 'forget') {
    // the key first: whoever dies between the two finds nothing left to forget, and ends the request
    await settleKey(stores, merchant, request);
    const { position: _, rounds: __, ...receipt } = request;
    await keep({ ...receipt, state: 'done', finishedAt: stores.now() });
    return 'done';
  }
  if (phase === 'prove' && left) {
    const rounds = (request.rounds ?? 0) + 1;
    if (rounds > MOST_ROUNDS)
      throw new UpstreamError(`old pseudonyms are there after ${rounds} rounds: see which store writes them`);
    const { unreadable: _, ...again } = request;
    return { request: { ...again, rounds }, position: { phase: 'sweep', place: 0 } };
  }
  if (phase === 'prove' && request.unreadable !== undefined) {
    const reason = `${request.unreadable.length} damaged files cannot be read, see \`unreadable\`: restore or remove them, then ask again; until then no night begins`;
    await keep({ ...request, state: 'failed', reason, position: { phase: 'prove', place: 0 } });
    return 'done';
  }
  const next =
    phase === 'survey' || phase === 'remove' || phase === 'sweep' || phase === 'prove'
      ? NEXT[phase]
      : 'survey';
  return { request, position: { phase: next, place: 0 } };
}

/** Nights may begin again. */
async function settleKey({ keys }: RehashStores, merchant: string, request: PrivacyRequest): Promise<void> {
  const at = privacyKeys.key(merchant);
  const stored = await keys.get(at, { consistent: true });
  if (stored?.value.changing?.request !== request.request) return;
  const { changing: _, ...settled } = stored.value;
  if (!(await keys.replace(at, settled, stored.version)))
    throw new ConflictError('the key of pseudonyms is being changed by a twin');
}

/**
 * How the merchant's buyers are renamed. One whose code is not kept gets a name made from its old one, so that what is held of it stays
 * together.
 */
async function renamingOf(
  { identities, pseudonymsOf }: RehashStores,
  merchant: string,
  { from, to }: { from: number; to: number },
): Promise<Renaming> {
  const [before, now] = [await pseudonymsOf(merchant, from), await pseudonymsOf(merchant, to)];
  const codes = new Map<string, string>();
  for await (const page of pagesOf(identities, identityKey(merchant, '').pk))
    for (const { sk, value } of page) if (value.keyVersion === from) codes.set(sk, before.open(value.sealed));
  return {
    ...{ merchant, from },
    rename: (old) => now.pseudonymOf(codes.get(old) ?? old),
    reseal: (old) => ({ sealed: now.seal(codes.get(old) ?? old), keyVersion: to }),
  };
}
