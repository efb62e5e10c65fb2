import { Buffer } from 'node:buffer';
import { AppError } from '../domain/index.ts';
import type { HttpEvent } from './http-event.ts';

/** Bytes of JSON that a request may carry: 500 outcomes of 2 KiB fit. */
export const MAX_BODY_BYTES = 1_048_576;

/**
 * Read a request's body as JSON.
 *
 * @returns the parsed value; `undefined` when there is no body
 * @throws AppError `too-large` above `MAX_BODY_BYTES`, `malformed` when it is not JSON in UTF-8
 */
export function jsonBodyOf(event: HttpEvent): unknown {
  if (event.body === undefined || event.body === '') return undefined;
  const bytes = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES)
    throw new AppError(
      'too-large',
      `the body has ${bytes.length} bytes; at most ${MAX_BODY_BYTES} are taken`,
    );
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new AppError('malformed', 'the body is not JSON in UTF-8', { cause: error });
  }
}
