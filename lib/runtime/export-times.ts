import { EXPORT_KEPT_DAYS, EXPORT_TRIES, EXPORT_TRY_MINUTES } from '../domain/index.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const later = (instant: string, ms: number) => new Date(Date.parse(instant) + ms).toISOString();

/** When an export and its file are gone, RFC 3339. */
export const exportEndsAt = (requestedAt: string): string => later(requestedAt, EXPORT_KEPT_DAYS * DAY_MS);

/** The same as its table has it: every time that the document is written. */
export const exportExpiry = (requestedAt: string): { expiresAtEpochSeconds: number } => ({
  expiresAtEpochSeconds: Math.floor(Date.parse(exportEndsAt(requestedAt)) / 1000),
});

/** When the last try at making the file is over, RFC 3339. */
export const lastTryEndsAt = (requestedAt: string): string =>
  later(requestedAt, EXPORT_TRIES * EXPORT_TRY_MINUTES * MINUTE_MS);
