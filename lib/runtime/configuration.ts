import * as z from 'zod/mini';
import {
  InputError,
  marketName,
  marketSchema,
  merchantSchema,
  noticeChannelsSchema,
  parseAs,
} from '../domain/index.ts';

const json = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text, context) => {
        try {
          return JSON.parse(text);
        } catch {
          context.issues.push({ code: 'custom', message: 'is not JSON', input: text });
          return z.NEVER;
        }
      }),
    ),
    schema,
  );

const name = z.string().check(z.minLength(1));

/** Every setting that a function may be given, by its environment variable. A function picks those it needs. */
const settings = {
  TABLE_CONTROLS: name,
  TABLE_POLICIES: name,
  TABLE_FORECASTS: name,
  TABLE_ADJUSTMENTS: name,
  TABLE_INSIGHTS: name,
  TABLE_DECISIONS: name,
  TABLE_DECISIONLOG: name,
  TABLE_LOGSALTS: name,
  TABLE_PURCHASEORDERS: name,
  TABLE_OUTCOMES: name,
  TABLE_UPLOADS: name,
  TABLE_RUNS: name,
  TABLE_CATALOG: name,
  TABLE_IDENTITIES: name,
  TABLE_IDEMPOTENCY: name,
  TABLE_EXPORTS: name,
  TABLE_PRIVACY: name,
  QUEUE_PRIVACY: name,
  BUCKET_UPLOADS: name,
  BUCKET_LAKE: name,
  QUEUE_EXPORTS: name,
  MARKETS: json(z.array(marketSchema)),
  MERCHANTS: json(z.array(merchantSchema)),
  REGIONS: json(z.record(marketName, z.string())),
  SECRET_SIGNING: name,
  SECRET_PSEUDONYMS: name,
  STATE_MACHINE_ARN: name,
  EVENT_BUS: name,
  TABLE_NOTICES: name,
  QUEUE_NOTICES: name,
  /** Whom each merchant has told, with the region's topics and secrets. */
  NOTICES: json(z.array(noticeChannelsSchema)),
  /** Tries of a webhook, and the wait after the first one, seconds. */
  NOTICE_TRIES: z.coerce.number().check(z.int(), z.positive()),
  NOTICE_RETRY_SECONDS: z.coerce.number().check(z.positive()),
  /** Processor time of one series' forecast, ms, on average over a shard. */
  FORECAST_BUDGET_MS: z.coerce.number().check(z.positive()),
  /** Minutes after which a run that is due and has not ended is late. */
  RUN_LATE_MINUTES: z.coerce.number().check(z.positive()),
  /** Days that the newest order may lie before the business date. */
  DATA_STALE_DAYS: z.coerce.number().check(z.positive()),
} as const;

type Settings = typeof settings;

/**
 * Read the settings that a function needs from its environment, once, at start.
 *
 * @param environment - `process.env`
 * @param needed - the variables to read
 * @throws InputError that names each variable that is missing or unreadable
 */
export function readConfiguration<Name extends keyof Settings>(
  environment: Record<string, string | undefined>,
  needed: readonly Name[],
): { [K in Name]: z.output<Settings[K]> } {
  const missing = needed.filter((variable) => environment[variable] === undefined);
  if (missing.length > 0) throw new InputError(`the environment lacks ${missing.join(', ')}`);
  const entries = needed.map((variable) => [
    variable,
    parseAs(settings[variable], environment[variable], `the variable ${variable}`),
  ]);
  // fromEntries forgets which name has which type; each value was parsed by the schema of its own name above
  return Object.fromEntries(entries) as { [K in Name]: z.output<Settings[K]> };
}
