import { Buffer } from 'node:buffer';
import { AppError } from '../domain/index.ts';
import type { HttpEvent } from './http-event.ts';

/** `application/json`, or a type that is written in JSON (RFC 6839), with or without parameters. */
const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

/** Bytes of JSON that a request may carry: 500 outcomes of 2 KiB fit. */
export const MAX_BODY_BYTES = 1_048_576;

/**
 * Read a request's body as JSON. One that doesn't say what it is, is taken for JSON.
 *
 * @returns the parsed value; `undefined` when there is no body
 * @throws AppError `unsupported-media-type` when it says that it is something else, `too-large` above `MAX_BODY_BYTES`,
 *   `malformed` when it is not JSON in UTF-8
 */
export function jsonBodyOf(event: HttpEvent): unknown {
  if (event.body === undefined || event.body === '') return undefined;
  const type = event.headers['content-type'] ?? '';
  if (type !== '' && !JSON_TYPE.test(type))
    throw new AppError(
      'unsupported-media-type',
      'the body is not said to be JSON: send Content-Type: application/json',
    );
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
