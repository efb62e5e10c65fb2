import type { Problem } from '../domain/index.ts';

const PREFIX = 'urn:tradewind:problem:';

/** An answer of 400 or above, for which no retry is left or none would help. */
export class ApiError extends Error {
  readonly status: number;
  /** What went wrong, by a word that does not change: `stale`, `not-found`; `gateway` where the gateway itself refused. */
  readonly code: string;
  /** As the API told it; absent where the gateway itself refused. */
  readonly problem: Problem | undefined;
  /** Names the request in the seller's logs. */
  readonly requestId: string | undefined;

  constructor(
    call: string,
    { status, text, requestId }: { status: number; text: string; requestId: string | undefined },
  ) {
    const problem = problemIn(text);
    super(`${call} answered ${status}: ${problem?.detail ?? text.slice(0, 200)}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
    this.code = problem?.type.startsWith(PREFIX) ? problem.type.slice(PREFIX.length) : 'gateway';
    this.requestId = requestId;
  }
}

/** Read a problem document; what is none, of a proxy in between perhaps, is no reason to fail. */
function problemIn(text: string): Problem | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isProblem =
      typeof parsed === 'object' && parsed !== null && 'type' in parsed && typeof parsed.type === 'string';
    // a document of the API's own type has the members that the API's description promises
    return isProblem ? (parsed as Problem) : undefined;
  } catch {
    return undefined;
  }
}
