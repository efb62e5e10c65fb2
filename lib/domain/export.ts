import * as z from 'zod/mini';
import { isoDate, isoInstant } from './calendar.ts';
import { marketName, merchantName } from './market.ts';

/** The tables of a night's analysis. */
const analysisKinds = [
  'analysis_months',
  'analysis_cohorts',
  'analysis_categories',
  'analysis_baskets',
  'analysis_positioning',
] as const;

/** What can be taken out as a file; docs/exports.md has the columns of each. */
export const exportKinds = [
  'forecasts',
  'policies',
  'decisions',
  'segments',
  'segment_profiles',
  'buyers',
  'purchase_orders',
  'rejects',
  'orders',
  'accuracy',
  'price_log',
  'decision_log',
  ...analysisKinds,
] as const;
export type ExportKind = (typeof exportKinds)[number];

/** Kinds of which the nights before are kept, and so can be asked for as of a date; of orders, those until it. */
export const datedExportKinds = [
  'forecasts',
  'buyers',
  'orders',
  'accuracy',
  'price_log',
  'decision_log',
  ...analysisKinds,
] as const satisfies readonly ExportKind[];

/** Whether a kind may be asked for as of a date. */
export const isDatedExport = (kind: ExportKind): boolean => datedExportKinds.some((each) => each === kind);

/** Kinds with a row, or a part of one, of a single buyer: those that customer codes can stand in. */
export const buyerExportKinds = ['segments', 'buyers', 'orders'] as const satisfies readonly ExportKind[];

/** Whether a kind names single buyers. */
export const exportNamesBuyers = (kind: ExportKind): boolean =>
  buyerExportKinds.some((each) => each === kind);

export const exportFormats = ['csv', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Days after which an export and its file are gone: both can be made again. */
export const EXPORT_KEPT_DAYS = 7;

/** Times that the making of a file is begun before it is given up, and how far apart. */
export const EXPORT_TRIES = 3;
export const EXPORT_TRY_MINUTES = 30;

export const exportStates = ['pending', 'ready', 'failed'] as const;

/**
 * What a column holds: `amount` and `price` are decimals in the currency's unit (of 4 and 6 digits), `instant` is in UTC,
 * `number` is a double, `count` a whole number.
 */
export const exportTypes = ['text', 'date', 'instant', 'number', 'count', 'amount', 'price', 'flag'] as const;
export type ExportType = (typeof exportTypes)[number];

/** A table of results that was asked for as a file, and what became of it. */
export const exportSchema = z.object({
  export: z.string(),
  market: marketName,
  kind: z.enum(exportKinds),
  format: z.enum(exportFormats),
  state: z.enum(exportStates),
  /** As asked: of which night, or until which day; `null` is the newest. */
  asOf: z.nullable(isoDate),
  /** Of `rejects`: the one upload whose rows are asked for; `null` is all of the market's. */
  upload: z.nullable(z.string()),
  /** True where the file names the seller's own customer codes: only a token with the scope `identify` gets it. */
  customerCodes: z.boolean(),
  requestedAt: isoInstant,
  /** The client that asked, and in which request. */
  by: z.string(),
  requestId: z.string(),
  /** When a function last began to make it. */
  begunAt: z.optional(isoInstant),
  finishedAt: z.optional(isoInstant),
  /** Why it failed, in words. */
  reason: z.optional(z.string()),
  /** What there is once it is ready: the object of the lake bucket, its rows, bytes and columns. */
  file: z.optional(
    z.object({
      key: z.string(),
      rows: z.int(),
      bytes: z.int(),
      columns: z.array(z.object({ name: z.string(), type: z.enum(exportTypes) })),
    }),
  ),
});
export type Export = z.infer<typeof exportSchema>;

/** What tells the function that makes files of one that was asked for. */
export const exportMessageSchema = z.object({ merchant: merchantName, export: z.string() });
export type ExportMessage = z.infer<typeof exportMessageSchema>;
