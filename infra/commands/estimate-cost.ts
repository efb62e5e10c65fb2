import { LIST_PRICES } from './list-prices.ts';
import { estimateNight, ingestStep, NIGHTS } from './measured-night.ts';
import { nightCost } from './night-cost.ts';

/** What a deployment does in a month: the assumptions that its cost follows from. */
export type Workload = {
  /** Home regions. */
  regions: number;
  /** SKU × market series, over all regions. */
  series: number;
  /** Rows of uploads a night, over all regions. */
  rowsPerNight: number;
  /** Calls of the API a month. */
  requests: number;
  /** Gigabytes kept in buckets, over all regions. */
  storedGb: number;
  /** Programs that fetch tokens, each once an hour. */
  machineClients: number;
};

/** What each stack holds that costs by being there; the template tests hold these to the template. */
export const STANDING = { keys: 2, secrets: 2, alarms: 36, dashboards: 1 };

/** One call of the API, assumed on the side of too much. */
const REQUEST_SECONDS = 0.02;
const REQUEST_GB = 0.5;
/** A policy row with its table of actions, a forecast with its quantiles. */
const KIB_PER_SERIES = 16;

/** One line of the estimate. */
export type CostLine = { what: string; usdPerMonth: number };

/**
 * Estimate what a deployment costs in a month at list prices.
 *
 * @returns lines that add up to the month, largest first, US dollars
 */
export function estimateMonthlyCost(workload: Workload): CostLine[] {
  const { regions, series, requests, storedGb, machineClients } = workload;
  const price = LIST_PRICES;
  const tableGb = (series * KIB_PER_SERIES) / 1024 ** 2;
  const standing =
    STANDING.keys * price.keyMonth +
    STANDING.secrets * price.secretMonth +
    STANDING.alarms * price.alarmMonth +
    STANDING.dashboards * price.dashboardMonth;
  const lines = [
    {
      what: `standing: keys, secrets, alarms, dashboard in ${regions} regions`,
      usdPerMonth: regions * standing,
    },
    ...nightlyRuns(workload),
    {
      what: 'requests: API, functions, table reads, logs, traces',
      usdPerMonth: requests * perRequest(),
    },
    {
      what: 'storage: buckets, tables, their backups',
      usdPerMonth: storedGb * price.s3GbMonth + tableGb * (price.dynamoGbMonth + price.dynamoBackupGbMonth),
    },
    {
      what: `tokens of ${machineClients} machine clients, one an hour`,
      usdPerMonth: machineClients * (price.machineClientMonth + 24 * NIGHTS * price.machineToken),
    },
  ];
  return lines.sort((left, right) => right.usdPerMonth - left.usdPerMonth);
}

/** What the nights of a month cost, from what `npm run bench:scale` measured of one; nothing where nothing is forecast or uploaded. */
function nightlyRuns({ series, rowsPerNight }: Workload): CostLine[] {
  const { steps, transitions } = estimateNight(series);
  const uploads = { ...ingestStep(rowsPerNight), invocations: rowsPerNight === 0 ? 0 : 1 };
  const runs = series === 0 ? [] : steps.filter(({ step }) => step !== 'ingest');
  return nightCost([uploads, ...runs], series === 0 ? 0 : transitions).map(({ what, usd }) => ({
    what: `nightly runs: ${what}`,
    usdPerMonth: NIGHTS * usd,
  }));
}

/** One call: the gateway, half a gigabyte for a fiftieth of a second, three items read, a log line, one trace in twenty. */
function perRequest(): number {
  const price = LIST_PRICES;
  return (
    price.httpRequest +
    price.lambdaRequest +
    REQUEST_SECONDS * REQUEST_GB * price.lambdaGbSecond +
    3 * price.dynamoRead +
    (1 / 1024 ** 2) * price.logGb +
    0.05 * price.traceSampled
  );
}
