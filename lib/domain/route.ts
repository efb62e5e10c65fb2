/** What a token may do. `decide` is also given per market, as `decide:de`. */
export const scopes = ['read', 'decide', 'ingest', 'identify', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** The longest name in a path, in characters: ingest refuses longer codes, so nothing is called so. */
export const LONGEST_NAME = 200;

/** The longest `decision` in a path: a signed token of an answer may stand there. */
export const LONGEST_TOKEN = 4000;

/** One route of the HTTP API: the gateway is made from this list, and so is the OpenAPI document. */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** The function that answers. */
  function: 'api' | 'recommend';
  /** `null` needs no token. */
  scope: Scope | null;
  summary: string;
  /** Its market is known once the thing is found: with `decide` of some market a caller comes this far, and its handler asks for the right one. */
  marketOfThing?: true;
};
