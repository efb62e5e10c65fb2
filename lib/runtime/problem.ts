import { AppError, type ErrorCode, InputError, type Problem } from '../domain/index.ts';

/** The one table from what went wrong to an HTTP status and its title. */
const STATUSES: Readonly<Record<ErrorCode, { status: number; title: string }>> = {
  malformed: { status: 400, title: 'Bad Request' },
  unauthenticated: { status: 401, title: 'Unauthorized' },
  forbidden: { status: 403, title: 'Forbidden' },
  'not-found': { status: 404, title: 'Not Found' },
  conflict: { status: 409, title: 'Conflict' },
  'in-flight': { status: 409, title: 'Conflict' },
  stale: { status: 412, title: 'Precondition Failed' },
  unversioned: { status: 428, title: 'Precondition Required' },
  'too-large': { status: 413, title: 'Content Too Large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported Media Type' },
  'invalid-input': { status: 422, title: 'Unprocessable Content' },
  upstream: { status: 502, title: 'Bad Gateway' },
};

const UNKNOWN = { status: 500, title: 'Internal Server Error' };

/**
 * Turn whatever was thrown into a problem document (RFC 9457).
 *
 * The message of an `AppError` is written for the caller and told; an upstream failure or anything unforeseen may name
 * tables or keys, so there the caller gets the request id alone.
 *
 * @param error - anything thrown
 * @param request - `path` becomes `instance`: the same path gives the same body, whoever asks
 */
export function problemOf(error: unknown, request: { requestId: string; path: string }): Problem {
  const code = error instanceof AppError ? error.code : 'internal';
  const { status, title } = code === 'internal' ? UNKNOWN : STATUSES[code];
  const told = error instanceof AppError && code !== 'upstream';
  const issues = error instanceof InputError ? error.issues : [];
  return {
    type: `urn:tradewind:problem:${code}`,
    title,
    status,
    detail: told ? error.message : `request ${request.requestId} failed`,
    instance: uriOf(request.path),
    ...(issues.length === 0 ? {} : { errors: [...issues] }),
  };
}

/** Write a path as a URI, whether the gateway hands it over decoded (`ä/1 `) or as it came (`%C3%A4%2F1`). */
const uriOf = (path: string) => encodeURI(path.toWellFormed()).replace(/%25([0-9A-F]{2})/gi, '%$1');
