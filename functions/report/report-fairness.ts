import { addDays, type FairnessEntry, insightKeys, type RunName } from '../../lib/domain/index.ts';
import { DECIDED_DAYS, judgeFairness, judgeRates, type ParityFound } from '../../lib/oversight/index.ts';
import type { DecidedNight, FairnessTable } from '../../lib/stores/index.ts';
import type { FairnessLimits } from './fairness-rules.ts';

/** What reporting fairness reads and writes. */
export type FairnessDependencies = {
  /** What was found, an entry a night. */
  entries: Pick<FairnessTable, 'put' | 'query'>;
  /** What the night proposed, and what came of decisions: read once its log is sealed. */
  readDecided(run: RunName): Promise<DecidedNight>;
  epochSeconds: () => number;
};

/** What the lake says of a market's fairness. */
export type FairnessFound = {
  parity: ParityFound;
  /** The segment that bought most of each SKU. */
  segmentOf: ReadonlyMap<string, string>;
  limits: FairnessLimits;
};

/** Thirteen months of entries, one a night. */
const KEPT_SECONDS = 400 * 86_400;

/**
 * Judge prices and rates of a night and keep what was found. A second run of the date overwrites its own entry, and counts no
 * decision twice.
 */
export async function reportFairness(
  { entries, readDecided, epochSeconds }: FairnessDependencies,
  request: RunName,
  { parity, segmentOf, limits: { largestGap, leastRatio } }: FairnessFound,
): Promise<FairnessEntry> {
  const { merchant, market } = request;
  const before = await decidedBefore(entries, request);
  const night = await readDecided(request);
  const rates = judgeRates(market, { segmentOf, ...night }, { before, leastRatio });
  const entry = judgeFairness(request, parity, largestGap, rates);
  await entries.put(insightKeys.fairness(merchant, market, request.asOf), entry, {
    expiresAtEpochSeconds: epochSeconds() + KEPT_SECONDS,
  });
  return entry;
}

/** What the entries of the days before say of decisions that came to an end, by segment. */
async function decidedBefore(entries: FairnessDependencies['entries'], { merchant, market, asOf }: RunName) {
  const { pk, sk: prefix } = insightKeys.fairness(merchant, market, '');
  const { items } = await entries.query(pk, { prefix, descending: true, limit: MOST_ENTRIES });
  const oldest = addDays(asOf, 1 - DECIDED_DAYS);
  return items
    .map(({ value }) => value)
    .filter((entry) => entry.asOf >= oldest && entry.asOf < asOf)
    .flatMap(({ rates }) => rates?.decided ?? []);
}

/** Those of the days counted, and as many again: an older date may be made once more. */
const MOST_ENTRIES = 2 * DECIDED_DAYS;
