import { UpstreamError } from '../../../lib/domain/index.ts';

/** Calls the HTTP API as any merchant app would: JSON, a bearer token, problems as errors. */
export type ApiClient = {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Read every page of a list. */
  all<T>(path: string): Promise<T[]>;
};

/**
 * Open a region's API.
 *
 * @param base - such as `http://localhost:4000/eu-central-1`
 * @param token - asked for before each call, since a long stay outlives one token
 */
export function createApiClient(base: string, token: () => Promise<string>): ApiClient {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new ApiProblem(answer.status, `${method} ${path} answered ${answer.status}: ${text}`);
    // the API checks its answers against the same schemas that the callers' types come from
    return JSON.parse(text) as T;
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    all: async <T>(path: string) => {
      const items: T[] = [];
      let cursor: string | undefined;
      do {
        const page: { items: T[]; cursor?: string } = await call(
          'GET',
          `${path}?limit=200${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
        );
        items.push(...page.items);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return items;
    },
  };
}

/** The API refused a call. */
export class ApiProblem extends UpstreamError {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
