import { type PrivacyRequest, RECEIPT_KEPT_DAYS } from '../domain/index.ts';

const DAY_MS = 86_400_000;

/** When a request and its receipt are gone, RFC 3339. */
export const privacyEndsAt = ({ requestedAt }: Pick<PrivacyRequest, 'requestedAt'>): string =>
  new Date(Date.parse(requestedAt) + RECEIPT_KEPT_DAYS * DAY_MS).toISOString();

/** The same as its table has it: every time that the document is written. */
export const privacyExpiry = (
  request: Pick<PrivacyRequest, 'requestedAt'>,
): { expiresAtEpochSeconds: number } => ({
  expiresAtEpochSeconds: Math.floor(Date.parse(privacyEndsAt(request)) / 1000),
});

/** The moment so many days after another, RFC 3339. */
export const daysAfter = (instant: string, days: number): string =>
  new Date(Date.parse(instant) + days * DAY_MS).toISOString();
