import * as z from 'zod/mini';
import { InputError, parseAs } from '../../lib/domain/index.ts';
import { type Concurrency, shareConcurrency } from './share-concurrency.ts';

/** What a deployment may choose with `-c name=value`; all of it has a default. */
export type DeploymentSettings = {
  /** `deploy`: bundles for Lambda's platform, and stacks that can't be deleted by accident. */
  target: 'deploy' | 'local';
  /** Any OIDC issuer in place of Cognito, with whom its tokens are for. */
  issuer: { url: string; audience: string[] } | undefined;
  /** Origins beside the console's that browsers may call from. */
  origins: string[];
  alarmEmail: string | undefined;
  monthlyBudgetUsd: number;
  /** Calls of functions at once, shared out of the account's quota (`lambdaQuota`, 10 as new accounts have it). */
  concurrency: Concurrency;
  /** Processor time of one series' forecast, ms, on average over a shard: above it the longest get less effort. */
  forecastBudgetMs: number;
  /** Minutes after its time at which a market's run that has not ended is called late. */
  runLateMinutes: number;
  /** Days that a market's newest order may lie before the business date; beyond them its data are called stale. */
  dataStaleDays: number;
  /** Tries of a webhook, and the wait after the first one, seconds; each further wait is three times the one before. */
  noticeTries: number;
  noticeRetrySeconds: number;
};

/** Functions that a new account may run at once in a region, until its quota is raised. */
export const NEW_ACCOUNT_QUOTA = 10;

/** Gives a value of the context, or `undefined`: a construct's node does. */
export type ContextReader = { tryGetContext(name: string): unknown };

/** Each wait is twelve hours at most: so many tries end before the queue forgets a message, after 14 days. */
const MOST_NOTICE_TRIES = 25;

const positive = z.coerce.number().check(z.positive());
const contextSchema = z.object({
  target: z.optional(z.enum(['deploy', 'local'])),
  issuer: z.optional(z.url({ protocol: /^https?$/ })),
  audience: z.optional(z.string().check(z.minLength(1))),
  origins: z.optional(z.string()),
  alarmEmail: z.optional(z.email()),
  monthlyBudgetUsd: z.optional(positive),
  lambdaQuota: z.optional(z.coerce.number().check(z.int(), z.gte(NEW_ACCOUNT_QUOTA))),
  mapConcurrency: z.optional(z.coerce.number().check(z.int(), z.positive())),
  forecastBudgetMs: z.optional(positive),
  runLateMinutes: z.optional(positive),
  dataStaleDays: z.optional(positive),
  noticeTries: z.optional(z.coerce.number().check(z.int(), z.positive(), z.lte(MOST_NOTICE_TRIES))),
  noticeRetrySeconds: z.optional(z.coerce.number().check(z.int(), z.positive())),
});

/**
 * Read the deployment's settings from the context (`cdk.json`, `-c`).
 *
 * @throws InputError that names the setting and what it may be
 */
export function readSettings(node: ContextReader): DeploymentSettings {
  const given = Object.fromEntries(
    Object.keys(contextSchema.shape).flatMap((name) => {
      const value: unknown = node.tryGetContext(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const context = parseAs(contextSchema, given, 'the context (-c)');
  const shared = shareConcurrency(context.lambdaQuota ?? NEW_ACCOUNT_QUOTA);
  return {
    target: context.target ?? 'local',
    issuer: issuerOf(context.issuer, context.audience),
    origins: listOf(context.origins),
    alarmEmail: context.alarmEmail,
    monthlyBudgetUsd: context.monthlyBudgetUsd ?? 200,
    concurrency: { ...shared, map: context.mapConcurrency ?? shared.map },
    forecastBudgetMs: context.forecastBudgetMs ?? 100,
    runLateMinutes: context.runLateMinutes ?? 180,
    dataStaleDays: context.dataStaleDays ?? 3,
    noticeTries: context.noticeTries ?? 10,
    noticeRetrySeconds: context.noticeRetrySeconds ?? 20,
  };
}

function issuerOf(url: string | undefined, audience: string | undefined): DeploymentSettings['issuer'] {
  if (url === undefined && audience === undefined) return undefined;
  if (url === undefined || audience === undefined)
    throw new InputError('an issuer of your own needs both: -c issuer=https://… -c audience=one,two');
  return { url, audience: listOf(audience) };
}

const listOf = (text = ''): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
