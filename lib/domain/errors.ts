/** What went wrong, as a caller may switch on it. `lib/runtime/problem.ts` turns each into an HTTP status. */
export type ErrorCode =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  /** A twin of the request, under the same key, is being answered. */
  | 'in-flight'
  | 'stale'
  | 'unversioned'
  | 'too-large'
  | 'unsupported-media-type'
  | 'invalid-input'
  | 'upstream';

/** The root of every error that Tradewind throws on purpose. */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The caller sent something that cannot be used; the message says what was seen and what is needed. */
export class InputError extends AppError {
  /** Where in the input, as JSON pointers with a sentence each; empty when the whole is meant. */
  readonly issues: readonly InputIssue[];

  constructor(message: string, options?: ErrorOptions & { issues?: readonly InputIssue[] }) {
    super('invalid-input', message, options);
    this.issues = options?.issues ?? [];
  }
}

/** One place in an input and what is wrong there. */
export type InputIssue = { pointer: string; detail: string };

/** The thing asked for does not exist for this caller (another merchant's things do not exist). */
export class NotFoundError extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('not-found', message, options);
  }
}

/** The request contradicts what is stored: a twin in flight, a stale version, a used key. */
export class ConflictError extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('conflict', message, options);
  }
}

/** The caller is known but lacks the right. */
export class ForbiddenError extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('forbidden', message, options);
  }
}

/** A service that Tradewind relies on failed or answered something unreadable; retrying may help. */
export class UpstreamError extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('upstream', message, options);
  }
}
