import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { ALL_MARKETS, marketName, merchantName } from './market.ts';
import { sha256 } from './seal-note.ts';

/** What can happen to a decision, or to what decisions are held to. */
export const loggedEvents = [
  'propose',
  'approve',
  'change',
  'reject',
  'approveAutomatically',
  'expire',
  'apply',
  'observe',
  // of a purchase order that was approved
  'cancel',
  // of the control row of a merchant or market
  'setControl',
  'kill',
  'release',
  // of a test of AI against people; older logs hold plans, which are no act any more
  'planExperiment',
  'startExperiment',
  'stopExperiment',
  // of an alarm of drift, by a person
  'endDrift',
] as const;
export type LoggedEvent = (typeof loggedEvents)[number];

const micros = z.int().check(z.nonnegative());

/** What was decided on, flat, so that it stands in columns of the lake. */
const loggedDraftSchema = z.object({
  currency: z.optional(z.string()),
  priceMicros: z.optional(micros),
  /** The price in force when it was drafted. */
  currentPriceMicros: z.optional(micros),
  orderUnits: z.optional(z.number()),
  /** Money that it moves a day, minor units. */
  amountMinor: z.optional(z.int()),
  /** Move of the price, 0–1; chance that it earns more than today's practice, 0–1. */
  step: z.optional(z.number()),
  confidence: z.optional(z.number()),
  expectedGainPerDayMinor: z.optional(z.int()),
  /** A control row, or the settings of an experiment, as JSON, where that is what was set. */
  control: z.optional(z.string()),
});
export type LoggedDraft = z.infer<typeof loggedDraftSchema>;

/** Names the version of everything that an answer was made from, so that it can be made again. */
const loggedInputsSchema = z.object({
  /** The shard of the run whose audit object holds the policy. */
  shard: z.optional(z.string()),
  /** Versions of the trade rules, and of the control rows, of merchant and market; 0 where none are stored. */
  merchantRules: z.optional(z.int()),
  marketRules: z.optional(z.int()),
  merchantControl: z.optional(z.int()),
  marketControl: z.optional(z.int()),
  /** SHA-256 over the ids of the uploads behind the policy, in order, a line each; hex. */
  uploads: z.optional(z.string()),
  /** When the answer was made, and the controls that held, as canonical JSON. */
  answeredAt: z.optional(isoInstant),
  control: z.optional(z.string()),
  /** The claims of a signed answer that was decided on, as canonical JSON; a buyer in it is a commitment. */
  claims: z.optional(z.string()),
  /** The code that made it, where the deployment names one. */
  code: z.optional(z.string()),
});
export type LoggedInputs = z.infer<typeof loggedInputsSchema>;

/**
 * A line of the decision log: what happened to which decision, by whom, on what. Persons and buyers stand in it as
 * commitments (`commitTo` of lib/oversight), so that erasing a salt erases the person and leaves the line.
 */
export const logEntrySchema = z.object({
  /** Sorts by time; unique in the merchant's market. */
  entry: z.string().check(z.minLength(1)),
  at: isoInstant,
  merchant: merchantName,
  /** `_all` of an act on what holds for every market of the merchant. */
  market: z.union([marketName, z.literal(ALL_MARKETS)]),
  /** '' of an entry about the whole market. */
  sku: z.string(),
  decision: z.string(),
  event: z.enum(loggedEvents),
  /** A commitment, 64 hexadecimal digits, or `tradewind`. */
  by: z.string(),
  /** In whose place a deputy acted: a commitment. */
  onBehalfOf: z.optional(z.string()),
  /** The buyer whom a signed answer named: a commitment. */
  buyer: z.optional(z.string()),
  /** Version of the draft. */
  version: z.int(),
  /** States of the decision before and after; `null` where there was none. */
  from: z.nullable(z.string()),
  to: z.nullable(z.string()),
  draft: loggedDraftSchema,
  /** A code of the merchant's list. */
  reasonCode: z.optional(z.string()),
  policyVersion: z.optional(z.string()),
  runId: z.optional(z.string()),
  inputs: loggedInputsSchema,
});
export type DecisionLogEntry = z.infer<typeof logEntrySchema>;

/** An entry as it is handed over to be logged: persons and buyers by their own names. */
export type NewLogEntry = DecisionLogEntry;

/** An act as it is stored: its place in the market's log, from 1, without gaps. */
export const loggedActSchema = z.extend(logEntrySchema, { place: z.int().check(z.positive()) });
export type LoggedAct = z.infer<typeof loggedActSchema>;

/** The seal of what was logged up to the end of a run; each holds the digest of the one before. */
export const runSealSchema = z.object({
  /** From 1, without gaps in a merchant's market. */
  number: z.int().check(z.positive()),
  merchant: merchantName,
  /** `_all`: acts on what holds for every market of the merchant. */
  market: z.union([marketName, z.literal(ALL_MARKETS)]),
  runId: z.string(),
  asOf: isoDate,
  at: isoInstant,
  /** Instant of its first entry; absent where it has none, and in seals of before. */
  earliest: z.optional(isoInstant),
  entries: z.int().check(z.nonnegative()),
  /** Places of the acts of persons in it: of none, `lastAct` is one less than `firstAct`. */
  firstAct: z.int().check(z.positive()),
  lastAct: z.int().check(z.nonnegative()),
  /** Merkle root of the entries (RFC 6962). */
  root: sha256,
  /** Merkle root of what the night itself did, by which a repeated report knows it again. */
  nightRoot: sha256,
  /** The object of the lake bucket that holds the entries. */
  file: z.object({ key: z.string(), bytes: z.int(), sha256 }),
  /** Digest of the seal before; '' for the first. */
  previous: z.string(),
  /** SHA-256 over all of the above as canonical JSON. */
  digest: sha256,
});
export type RunSeal = z.infer<typeof runSealSchema>;

/** What a sealed file holds: what a night did, or the act of a person. */
export type SealedEntry = DecisionLogEntry | LoggedAct;

/** In the place of a person: Tradewind itself. */
export const BY_TRADEWIND = 'tradewind';

/** The salt of a person or buyer, and what it makes of the name: base64 and hex. */
export const logSaltSchema = z.object({ salt: z.string(), commitment: z.string() });
export type LogSalt = z.infer<typeof logSaltSchema>;

/** Who stands behind a commitment, for those who may know. */
export const committedNameSchema = z.object({ kind: z.enum(['person', 'buyer']), name: z.string() });
export type CommittedName = z.infer<typeof committedNameSchema>;
