import {
  ALL_MARKETS,
  daysBetween,
  noticeKeys,
  type Run,
  runKey,
  type TradewindEvent,
  type Upload,
} from '../../lib/domain/index.ts';
import type { DigestFacts, DigestRun } from '../../lib/notices/index.ts';
import type {
  RunTable,
  SentDigestTable,
  StaleNoteTable,
  UploadNoteTable,
  UploadTable,
} from '../../lib/stores/index.ts';

export type NightDependencies = {
  runs: Pick<RunTable, 'get'>;
  uploads: Pick<UploadTable, 'getAll'>;
  uploadNotes: Pick<UploadNoteTable, 'queryAll'>;
  staleNotes: Pick<StaleNoteTable, 'queryAll'>;
  sentDigests: Pick<SentDigestTable, 'queryAll' | 'put'>;
};

/** An event at which a night's message is due. */
export type NightEvent = Extract<TradewindEvent, { type: 'run.finished' | 'run.failed' | 'run.late' }>;

/** What is to be told, and what was told of this night before; `undefined` where nothing was. */
export type Night = { facts: DigestFacts; sentFacts: string | undefined };

/** Read what there is to tell of a market's night: its run, the uploads since the message of the night before, stale data. */
export async function readNight(dependencies: NightDependencies, event: NightEvent): Promise<Night> {
  const { runs, sentDigests } = dependencies;
  const { merchant, market, data } = event;
  const { asOf } = data;
  const run = await runs.get(runKey(merchant, data.runId), { consistent: true });
  const own = noticeKeys.digest(merchant, market, asOf);
  const { sk: prefix } = noticeKeys.digest(merchant, market, '');
  const sent = await sentDigests.queryAll(own.pk, { prefix });
  const before = sent.filter(({ sk }) => sk < own.sk).at(-1);
  const uploads = await readUploads(dependencies, event, before?.value.at ?? '');
  const stale = await readStale(dependencies, event);
  const experiments = run?.value.summary?.experiments;
  return {
    facts: {
      ...{ market, asOf, run: tellRun(run?.value, event), ...uploads, stale },
      ...(experiments === undefined ? {} : { experiments }),
    },
    sentFacts: sent.find(({ sk }) => sk === own.sk)?.value.facts,
  };
}

function tellRun(run: Run | undefined, event: NightEvent): DigestRun {
  const retry = `POST /v1/markets/${event.market}/runs {"asOf":"${event.data.asOf}"}`;
  // stopped since: what the night ended as is told by the event
  if (run === undefined || run.state === 'running' || run.state === 'cancelled')
    return { ...tellEvent(event), retry };
  const { state, series, summary, reason } = run;
  return {
    state,
    series,
    forecasts: summary?.forecasts ?? 0,
    lacking: summary?.insufficientData ?? 0,
    failedShards: summary?.failedShards ?? [],
    ...(summary?.failures === undefined ? {} : { failures: summary.failures }),
    ...(summary?.drift === undefined ? {} : { drift: summary.drift }),
    ...(summary?.unfair === undefined ? {} : { unfair: summary.unfair }),
    ...(state === 'finished' || state === 'finishedWithFailures' || reason === undefined ? {} : { reason }),
    retry: summary?.retry ?? retry,
  };
}

/** What the event alone knows, of a run that is late, or is being made once more by now. */
function tellEvent(event: NightEvent): Omit<DigestRun, 'retry'> {
  const nothing = { series: 0, forecasts: 0, lacking: 0, failedShards: [] };
  switch (event.type) {
    case 'run.finished': {
      const { state, series, forecasts, insufficientData: lacking } = event.data;
      return { ...nothing, state, series, forecasts, lacking };
    }
    case 'run.failed':
      return { ...nothing, state: 'failed' };
    case 'run.late':
      return { ...nothing, state: 'late', reason: `it was due at ${event.data.dueAt}` };
  }
}

/** @param since - when the message before was sent; '' where there was none */
async function readUploads(
  { uploads, uploadNotes }: NightDependencies,
  { merchant, market }: NightEvent,
  since: string,
): Promise<Pick<DigestFacts, 'waiting' | 'refused' | 'taken'>> {
  const ids: string[] = [];
  const fresh = new Set<string>();
  for (const place of [market, ALL_MARKETS]) {
    const { pk, sk: prefix } = noticeKeys.upload(merchant, place, '');
    for (const { value } of await uploadNotes.queryAll(pk, { prefix })) {
      // by when it was told, not by when reading it began: that may lie before the last message
      if (value.at > since) fresh.add(value.upload);
      if (value.waits || value.at > since) ids.push(value.upload);
    }
  }
  const found = [...(await uploads.getAll(merchant, ids)).values()].sort(oldestFirst);
  const ended = found.filter(({ upload }) => fresh.has(upload));
  return {
    waiting: found
      .filter(({ state }) => state === 'needsAnswer' || state === 'held')
      .map(({ upload, kind, fileName, questions, at }) => ({
        ...{ upload, kind, fileName, questions: questions.length, since: at.slice(0, 10) },
      })),
    refused: ended
      .filter(({ state }) => state === 'rejected' || state === 'partlyAccepted')
      .map(({ upload, kind, fileName, rows: { quarantined, read }, reason, state }) => ({
        ...{ upload, kind, fileName, quarantined, read, reason: state === 'rejected' ? reason : null },
      })),
    taken: ended.filter(({ state }) => state === 'accepted' || state === 'partlyAccepted').length,
  };
}

/** By when they were read, twins by their ids: the same words each time. */
const oldestFirst = (one: Upload, other: Upload): number =>
  `${one.at} ${one.upload}` < `${other.at} ${other.upload}` ? -1 : 1;

async function readStale(
  { staleNotes }: NightDependencies,
  { merchant, market, data }: NightEvent,
): Promise<DigestFacts['stale']> {
  const { pk, sk: prefix } = noticeKeys.stale(merchant, market, '');
  const notes = await staleNotes.queryAll(pk, { prefix });
  return notes
    .map(({ value }) => value)
    .filter(({ asOf }) => Math.abs(daysBetween(asOf, data.asOf)) <= 1)
    .map(({ kind, lastDate }) => ({ kind, lastDate }));
}
