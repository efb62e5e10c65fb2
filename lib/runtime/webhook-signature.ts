import { createHmac } from 'node:crypto';
import { InputError } from '../domain/index.ts';

/** What is signed of a webhook: its id, the moment of this try, and the very text that is sent. */
export type SignedContent = { id: string; timestampSeconds: number; body: string };

const PREFIX = 'whsec_';
/** Bytes of a secret (Standard Webhooks 1.0.0, "Signature scheme"). */
const LEAST_BYTES = 24;
const MOST_BYTES = 64;

/**
 * Sign a webhook as Standard Webhooks has it: HMAC-SHA256 over `id.timestamp.body`, base64, with the mark `v1`; one signature
 * for each secret, so that a receiver may change its secret at its own time.
 *
 * Source: Standard Webhooks 1.0.0, "Signature scheme" and "Webhook headers".
 *
 * @param secrets - base64 of 24 to 64 bytes each, `whsec_` before it or not
 * @returns the value of `webhook-signature`
 * @throws InputError for a secret that is none, or an id with a full stop, which could pass for another content
 */
export function signWebhook(
  { id, timestampSeconds, body }: SignedContent,
  secrets: readonly string[],
): string {
  if (id.includes('.')) throw new InputError(`the webhook id ${id} holds a full stop`);
  const content = `${id}.${timestampSeconds}.${body}`;
  return secrets
    .map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(content).digest('base64')}`)
    .join(' ');
}

function keyOf(secret: string): Buffer {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
  if (key.length < LEAST_BYTES || key.length > MOST_BYTES)
    throw new InputError(
      `a webhook's secret is base64 of ${LEAST_BYTES} to ${MOST_BYTES} bytes, not of ${key.length}`,
    );
  return key;
}
