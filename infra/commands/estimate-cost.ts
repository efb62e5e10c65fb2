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
export const STANDING = { keys: 2, secrets: 2, alarms: 33, dashboards: 1 };

/**
 * List prices in US dollars, us-east-1, as AWS's price pages showed them in 2025; other regions ask up to a fifth more, and the free
 * tier is left out.
 */
export const LIST_PRICES = {
  /** Per GB-second on arm64. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.0000002,
  /** Per request unit on demand. */
  dynamoWrite: 0.000000625,
  dynamoRead: 0.000000125,
  dynamoGbMonth: 0.25,
  dynamoBackupGbMonth: 0.2,
  s3GbMonth: 0.023,
  /** Per request: PUT, COPY, POST, LIST; and GET. */
  s3Write: 0.000005,
  s3Read: 0.0000004,
  httpRequest: 0.000001,
  stateTransition: 0.000025,
  keyMonth: 1,
  secretMonth: 0.4,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  logGb: 0.5,
  traceSampled: 0.000005,
  machineClientMonth: 6,
  machineToken: 0.00225,
} as const;

const NIGHTS = 30;
/** Assumed, on the side of too much: forecast and policy of one series take this long in a function of this memory. */
const SECONDS_PER_SERIES = 0.15;
const BATCH_GB = 3.5;
const ROWS_PER_SECOND = 100_000;
const READING_GB = 2;
const SERIES_PER_SHARD = 24;
const REQUEST_SECONDS = 0.02;
const REQUEST_GB = 0.5;
/** A policy row with its table of actions, a forecast with its quantiles: units of 1 KiB written. */
const WRITE_UNITS_PER_SERIES = 13;
const KIB_PER_SERIES = 16;
const TRANSITIONS_PER_SHARD = 4;

/** One line of the estimate. */
export type CostLine = { what: string; usdPerMonth: number };

/**
 * Estimate what a deployment costs in a month at list prices.
 *
 * @returns lines that add up to the month, largest first, US dollars
 */
export function estimateMonthlyCost(workload: Workload): CostLine[] {
  const { regions, series, rowsPerNight, requests, storedGb, machineClients } = workload;
  const price = LIST_PRICES;
  const shards = Math.ceil(series / SERIES_PER_SHARD);
  const batchSeconds = NIGHTS * series * SECONDS_PER_SERIES;
  const readingSeconds = NIGHTS * (rowsPerNight / ROWS_PER_SECOND) * 3;
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
    {
      what: 'nightly runs: functions',
      usdPerMonth: (batchSeconds * BATCH_GB + readingSeconds * READING_GB) * price.lambdaGbSecond,
    },
    {
      what: 'nightly runs: state transitions',
      usdPerMonth: NIGHTS * 2 * shards * TRANSITIONS_PER_SHARD * price.stateTransition,
    },
    {
      what: 'nightly runs: table writes',
      usdPerMonth: NIGHTS * series * WRITE_UNITS_PER_SERIES * price.dynamoWrite,
    },
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
