import { type DriftSummary, daysBetween } from '../domain/index.ts';

/** How the night's run went. */
export type DigestRun = {
  state: 'finished' | 'finishedWithFailures' | 'insufficientData' | 'failed' | 'late';
  series: number;
  forecasts: number;
  /** SKUs that lack data. */
  lacking: number;
  failedShards: readonly { step: string; shard: string; reason: string }[];
  /** How many failed, where they are more than those. */
  failures?: number | undefined;
  /** What drifts: new alarms, all that stand, those that ended, and the figures of buyers that moved. */
  drift?: DriftSummary | undefined;
  /** Gaps of price and rates of segments beyond the merchant's limits. */
  unfair?: { gaps: number; rates: number } | undefined;
  /** Why it failed, what it lacked, or since when it is late. */
  reason?: string | undefined;
  /** What makes it again. */
  retry: string;
};

/** An upload that waits for a person. */
export type WaitingUpload = {
  upload: string;
  kind: string;
  fileName: string;
  questions: number;
  /** Day on which it was read. */
  since: string;
};

/** An upload of which rows were refused, or all of it where `reason` says why. */
export type RefusedUpload = {
  upload: string;
  kind: string;
  fileName: string;
  quarantined: number;
  read: number;
  reason: string | null;
};

export type StaleData = { kind: string; lastDate: string | null };

/** Everything that a night's message of a market tells. */
export type DigestFacts = {
  market: string;
  asOf: string;
  run: DigestRun;
  /** Oldest first. */
  waiting: readonly WaitingUpload[];
  /** Refused, and taken in, since the message of the night before. */
  refused: readonly RefusedUpload[];
  taken: number;
  stale: readonly StaleData[];
  /** Experiments that ended this night, with their verdicts; absent where none did. */
  experiments?: readonly { name: string; sentence: string }[];
};

/** A message in plain words: `subject` in at most 100 characters of ASCII, as SNS wants it. */
export type Digest = { subject: string; text: string };

const SUBJECT_CHARACTERS = 100;
/** Lines of one list; the API tells the rest. */
const MOST_LINES = 20;
const LONGEST_LINE = 400;

export type DigestOptions = {
  /** The day on which it is read: how long a question has waited is counted to it. */
  today: string;
  /** True where the night was told of before, otherwise. */
  isUpdate: boolean;
};

/** Put a market's night into one message. */
export function composeDigest(facts: DigestFacts, { today, isUpdate }: DigestOptions): Digest {
  const { market, asOf, run, waiting, refused, stale, experiments = [] } = facts;
  const parts = [
    runInBrief[run.state],
    ...some(run.lacking, (count) => `${counted(count, 'SKU')} ${count === 1 ? 'lacks' : 'lack'} data`),
    ...some(
      run.drift?.raised ?? 0,
      (count) => `${counted(count, 'SKU')} ${count === 1 ? 'drifts' : 'drift'}`,
    ),
    ...some(
      waiting.length,
      (count) => `${counted(count, 'upload')} ${count === 1 ? 'waits' : 'wait'} for an answer`,
    ),
    ...some(refused.length, (count) => `${counted(count, 'upload')} with refused rows`),
    ...some(run.failures ?? run.failedShards.length, (count) => `${counted(count, 'shard')} failed`),
    ...some(
      (run.unfair?.gaps ?? 0) + (run.unfair?.rates ?? 0),
      (count) => `${counted(count, 'alarm')} of fairness`,
    ),
    ...some(experiments.length, (count) => `${counted(count, 'experiment')} ended`),
    ...some(stale.length, () => `stale data: ${stale.map(({ kind }) => kind).join(', ')}`),
  ];
  const all = parts.length === 1 && run.state === 'finished' ? [...parts, 'nothing to do'] : parts;
  const sections = [
    `${isUpdate ? 'Update. ' : ''}${market}, ${asOf}: ${all.join(', ')}.`,
    aboutRun(run),
    aboutDrift(facts),
    aboutFairness(market, run.unfair),
    aboutWaiting(waiting, today),
    aboutRefused(refused),
    aboutStale(stale),
    aboutExperiments(experiments),
    facts.taken === 0
      ? 'No upload was taken in since the last message.'
      : `${counted(facts.taken, 'upload')} taken in since the last message.`,
  ];
  return {
    subject: subjectOf(`${isUpdate ? 'Update: ' : ''}${market} ${asOf}: `, all),
    text: `${sections.filter((section) => section !== '').join('\n\n')}\n`,
  };
}

const runInBrief: Readonly<Record<DigestRun['state'], string>> = {
  finished: 'run finished',
  finishedWithFailures: 'run finished',
  insufficientData: 'run had too little data',
  failed: 'run failed',
  late: 'run is late',
};

const some = (count: number, tell: (count: number) => string): string[] => (count === 0 ? [] : [tell(count)]);

const number = (count: number): string => count.toLocaleString('en-US');
const counted = (count: number, noun: string): string => `${number(count)} ${noun}${count === 1 ? '' : 's'}`;

const AND_MORE = ', ...';

/** As many parts as fit; what does not is in the text. */
function subjectOf(head: string, parts: readonly string[]): string {
  const whole = head + parts.join(', ');
  if (whole.length <= SUBJECT_CHARACTERS) return whole;
  let kept = parts.length - 1;
  while (kept > 1 && (head + parts.slice(0, kept).join(', ') + AND_MORE).length > SUBJECT_CHARACTERS) kept--;
  return head + parts.slice(0, kept).join(', ') + AND_MORE;
}

function aboutRun(run: DigestRun): string {
  const { state, series, forecasts, lacking, failedShards, failures, reason, retry } = run;
  const because = reason === undefined ? '' : `: ${plain(reason)}`;
  switch (state) {
    case 'failed':
      return `The run failed${because}.\nRun it again with: ${retry}`;
    case 'late':
      return `The run has not come to an end${because}.\nRun it now with: ${retry}`;
    case 'insufficientData':
      return `The run had too little data${because}.`;
    case 'finished':
    case 'finishedWithFailures': {
      const lack = lacking === 0 ? '' : `; ${number(lacking)} ${lacking === 1 ? 'lacks' : 'lack'} data`;
      const done = `${number(forecasts)} of ${counted(series, 'SKU')} have a forecast${lack}.`;
      if (failedShards.length === 0) return done;
      const nameOf = (failed: (typeof failedShards)[number]) =>
        `${failed.step} ${failed.shard}: ${failed.reason}`;
      const shards = linesOf(failedShards, nameOf, failures);
      return `${done}\nFailed shards:\n${shards}\nRetry with: ${retry}`;
    }
  }
}

function aboutDrift({ market, run: { drift } }: DigestFacts): string {
  if (drift === undefined) return '';
  const { raised, standing, ended, features } = drift;
  const parts = [
    ...some(
      raised,
      (count) => `${counted(count, 'SKU')} newly ${count === 1 ? 'sells' : 'sell'} otherwise than before`,
    ),
    ...some(standing, (count) => `${number(count)} in all ${count === 1 ? 'is' : 'are'} only suggested for`),
    ...some(ended, (count) => `${number(count)} ${count === 1 ? 'has' : 'have'} settled`),
    ...some(features.length, () => `buyers have changed in ${features.join(', ')}`),
  ];
  return `Drift: ${parts.join('; ')}. See GET /v1/markets/${market}/health`;
}

function aboutFairness(market: string, unfair: DigestRun['unfair']): string {
  if (unfair === undefined) return '';
  const lines = [
    ...some(
      unfair.gaps,
      (count) => `${counted(count, 'gap')} of price between comparable buyers that nothing explains`,
    ),
    ...some(unfair.rates, (count) => `${counted(count, 'rate')} of segments too far from the others'`),
  ];
  return `Fairness, beyond your limits:\n${linesOf(lines, (line) => line)}\nSee GET /v1/markets/${market}/health`;
}

function aboutExperiments(experiments: NonNullable<DigestFacts['experiments']>): string {
  if (experiments.length === 0) return '';
  return `Experiments that ended:\n${linesOf(experiments, ({ name, sentence }) => `${name}: ${sentence}`)}`;
}

function aboutWaiting(waiting: readonly WaitingUpload[], today: string): string {
  if (waiting.length === 0) return '';
  const lines = linesOf(waiting, ({ upload, kind, fileName, questions, since }) => {
    const days = daysBetween(since, today);
    const age = days < 1 ? 'since today' : `since ${since}, ${counted(days, 'day')}`;
    const asked = questions === 0 ? '' : ` (${counted(questions, 'question')})`;
    return `${fileName} (${kind}) ${age}${asked}: answer with POST /v1/uploads/${upload}/mapping`;
  });
  return `Waiting for an answer:\n${lines}`;
}

function aboutRefused(refused: readonly RefusedUpload[]): string {
  if (refused.length === 0) return '';
  const lines = linesOf(refused, ({ upload, kind, fileName, quarantined, read, reason }) => {
    const what = reason ?? `${number(quarantined)} of ${counted(read, 'row')}`;
    return `${fileName} (${kind}): ${what}; see GET /v1/uploads/${upload}`;
  });
  return `Refused:\n${lines}`;
}

function aboutStale(stale: readonly StaleData[]): string {
  if (stale.length === 0) return '';
  const lines = linesOf(stale, ({ kind, lastDate }) =>
    lastDate === null ? `${kind}: none has come` : `${kind}: the newest is of ${lastDate}`,
  );
  return `Stale data:\n${lines}`;
}

/** Names of files and reasons are others' words: they stay on their line, and short of a page. */
const plain = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, LONGEST_LINE);

/** @param count - of all, where these are the first of more */
function linesOf<Item>(items: readonly Item[], line: (item: Item) => string, count = items.length): string {
  const lines = items.slice(0, MOST_LINES).map((item) => `- ${plain(line(item))}`);
  const left = count - lines.length;
  return [...lines, ...some(left, (more) => `- and ${number(more)} more`)].join('\n');
}
