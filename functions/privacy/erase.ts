import {
  ALL_MARKETS,
  isUnderWay,
  type Market,
  type Merchant,
  type PrivacyRequest,
  UpstreamError,
  uploadKinds,
} from '../../lib/domain/index.ts';
import { modeOf, pagesOf, publishManifests, type RunTable, type Trace } from '../../lib/stores/index.ts';
import { addHeld } from './add-held.ts';
import { placesOf, soughtBy, type TraceStores, type Work } from './places.ts';

export type ErasePlaces = TraceStores & {
  runs: Pick<RunTable, 'query'>;
  merchants: readonly Merchant[];
  /** Markets homed here. */
  markets: readonly Market[];
  now: () => string;
};

/** `done`, or the seconds after which it goes on. */
export type NextStep = 'done' | number;

type Position = NonNullable<PrivacyRequest['position']>;

/** Seconds between two looks at runs and uploads that began before the request. */
export const WAIT_SECONDS = 300;
/** Times that something may be found after all was removed, before it is called a fault. */
export const MOST_ROUNDS = 10;

/**
 * Erase a buyer: go on with the phase and place that are written down, until the end or the end of the function's time.
 *
 * What was held is counted before anything is removed, so that a death in the middle costs the receipt nothing. Runs and uploads that
 * began before the request may still write the buyer: they are waited for, what they wrote is removed, and a last look proves it.
 */
export async function eraseBuyer(
  places: ErasePlaces,
  request: PrivacyRequest,
  work: Work,
): Promise<NextStep> {
  const { subject } = request;
  if (subject === undefined) return 'done';
  const sought = await soughtBy(places, work.merchant, subject);
  const all = placesOf(places, work);
  let now: PrivacyRequest = withoutFault(request);
  let position: Position = request.position ?? { phase: 'survey', place: 0 };
  const keep = async (next: Position) => {
    position = next;
    now = { ...now, position };
    await work.keep(now);
  };
  while (!work.outOfTime()) {
    const { phase, after } = position;
    const place = all[position.place];
    if (phase === 'settle') {
      if (await anythingUnderWay(places, work.merchant, request.requestedAt)) {
        await work.keep({ ...now, state: 'waiting', position });
        return WAIT_SECONDS;
      }
      await keep({ phase: 'sweep', place: 0 });
    } else if (place === undefined) {
      if (phase === 'prove' && position.left !== true && now.unreadable !== undefined) {
        await work.keep(blockedBy(now, now.unreadable));
        return 'done';
      }
      const next = await endPhase(places, work.merchant, position);
      if (next === 'done') {
        await work.keep(finished(now, places.now()));
        return 'done';
      }
      if (phase === 'prove') now = anotherRound(now);
      await keep({ phase: next, place: 0 });
    } else {
      const traces: Trace[] = [];
      const damaged: string[] = [];
      const stopped = await place.visit({
        ...{ mode: modeOf(phase), sought, after, outOfTime: work.outOfTime },
        found: (trace) => traces.push(trace),
        unreadable: (key) => damaged.push(key),
      });
      now = withTraces(now, traces, position);
      // the last look alone counts: what was restored meanwhile is read
      if (phase === 'prove') now = withUnreadable(now, damaged);
      const left = phase === 'prove' && (traces.length > 0 || position.left === true) ? { left: true } : {};
      const reached =
        stopped === undefined ? { place: position.place + 1 } : { place: position.place, after: stopped };
      await keep({ phase, ...reached, ...left });
    }
  }
  return 0;
}

/** A request as it is worked on: why it failed before is no longer true. */
function withoutFault({ reason: _, unreadable, position, ...request }: PrivacyRequest): PrivacyRequest {
  const isInProof = position?.phase === 'prove' && (position.place > 0 || position.after !== undefined);
  return {
    ...request,
    state: 'working',
    ...(position && { position }),
    ...(isInProof && unreadable ? { unreadable } : {}),
  };
}

/** What counts: what the survey found, and what came in after it. */
function withTraces(request: PrivacyRequest, traces: readonly Trace[], { phase }: Position): PrivacyRequest {
  const sendAgain = traces.flatMap(({ upload }) => upload ?? []);
  const uploadsToSendAgain = [...new Set([...request.uploadsToSendAgain, ...sendAgain])];
  const counts = phase === 'survey' || phase === 'sweep';
  return { ...request, uploadsToSendAgain, held: counts ? addHeld(request.held, traces) : request.held };
}

function withUnreadable(request: PrivacyRequest, damaged: readonly string[]): PrivacyRequest {
  if (damaged.length === 0) return request;
  return { ...request, unreadable: [...new Set([...(request.unreadable ?? []), ...damaged])] };
}

/** All else is removed. It keeps its subject: asked for again, it looks through everything once more. */
function blockedBy({ unreadable: _, ...request }: PrivacyRequest, damaged: string[]): PrivacyRequest {
  return {
    ...request,
    state: 'failed',
    unreadable: damaged,
    reason: `whatever can be read names the buyer no more, but ${damaged.length} damaged files cannot be read, see \`unreadable\`: restore or remove them, then ask again`,
    position: { phase: 'prove', place: 0 },
  };
}

/** After the last place of a phase: which phase comes next. */
async function endPhase(
  places: ErasePlaces,
  merchant: string,
  { phase, left = false }: Position,
): Promise<Position['phase'] | 'done'> {
  if (phase === 'survey') return 'remove';
  if (phase === 'prove') return left ? 'settle' : 'done';
  await publish(places, merchant);
  return phase === 'remove' ? 'settle' : 'prove';
}

function anotherRound({ unreadable: _, ...request }: PrivacyRequest): PrivacyRequest {
  const rounds = (request.rounds ?? 0) + 1;
  if (rounds > MOST_ROUNDS)
    throw new UpstreamError(
      `something of the buyer is there after ${rounds} removals: see which store writes it`,
    );
  return { ...request, rounds };
}

/** The catalog has other bytes for some files: tell readers outside, of every market. */
export async function publish(
  { catalog, lake, merchants, markets }: ErasePlaces,
  merchant: string,
): Promise<void> {
  const own = merchants.find((each) => each.merchant === merchant)?.markets ?? [];
  const here = markets.map(({ market }) => market).filter((market) => own.includes(market));
  for (const market of [...here, ALL_MARKETS])
    await publishManifests({ objects: lake, catalog }, { merchant, market, kinds: uploadKinds });
}

/** Whether a run or an upload that may have read the buyer is still at work. */
export async function anythingUnderWay(
  { runs, uploads, now }: ErasePlaces,
  merchant: string,
  requestedAt: string,
): Promise<boolean> {
  for await (const page of pagesOf(runs, merchant))
    if (page.some(({ value }) => value.startedAt <= requestedAt && isUnderWay(value, now()))) return true;
  for await (const page of pagesOf(uploads, merchant))
    if (
      page.some(({ value: { state, at } }) => state === 'reading' && at <= requestedAt && isFresh(at, now()))
    )
      return true;
  return false;
}

/** No function lives longer (AWS Lambda quotas: 900 s): what has been read since before is read by nobody. */
const LONGEST_LIFE_MS = 900_000;
const isFresh = (at: string, now: string) => Date.parse(now) - Date.parse(at) <= LONGEST_LIFE_MS;

/** The receipt: what was held where. Who it was is gone but for the mark. */
function finished(request: PrivacyRequest, at: string): PrivacyRequest {
  const { subject: _, position: __, rounds: ___, ...receipt } = request;
  return { ...receipt, state: 'done', finishedAt: at };
}
