import type { LocalCloud } from '../index.ts';

/** Renew this long before a token ends, ms: whoever reads it from a file has it for a while. */
const MARGIN_MS = 15 * 60_000;

/** Give a token that is good for at least a quarter of an hour, and ask for a new one only when needed. */
export function createTokenSource(issue: () => ReturnType<LocalCloud['token']>): () => Promise<string> {
  let current: { token: string; endsAtMs: number } | undefined;
  return async () => {
    if (current === undefined || current.endsAtMs < performance.now() + MARGIN_MS) {
      const { accessToken, expiresInSeconds } = await issue();
      current = { token: accessToken, endsAtMs: performance.now() + expiresInSeconds * 1000 };
    }
    return current.token;
  };
}
