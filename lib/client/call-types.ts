import type * as z from 'zod/mini';
import type { Contracts, PathNames, RouteKey } from '../domain/index.ts';

/** Members that are wanted only where one of them is needed. */
type Wanted<Name extends string, Value> =
  Record<never, never> extends Value ? { [Key in Name]?: Value | undefined } : { [Key in Name]: Value };

type PathPart<Key extends RouteKey> = [PathNames<Key>] extends [never]
  ? { path?: undefined }
  : { path: Record<PathNames<Key>, string> };

type BodyPart<Key extends RouteKey> = Contracts[Key] extends { body: infer Body extends z.ZodMiniType }
  ? Wanted<'body', z.input<Body>> & KeyPart<Key>
  : { body?: undefined };

/** Of a change that is to take effect once: the caller's own name of it, made up where none is given. */
type KeyPart<Key extends RouteKey> = Key extends `PUT ${string}` ? object : { idempotencyKey?: string };

/** What a person edits is changed by the `etag` that was read. */
type VersionPart<Key extends RouteKey> = Contracts[Key] extends { body: z.ZodMiniType; versioned: true }
  ? { ifMatch: string }
  : object;

/** All that a call of a route carries, by its contract. */
export type CallParts<Key extends RouteKey> = PathPart<Key> &
  Wanted<'query', z.output<Contracts[Key]['query']>> &
  BodyPart<Key> &
  VersionPart<Key> & { signal?: AbortSignal };

/** Nothing need be said where everything may be left out. */
export type CallArguments<Key extends RouteKey> =
  Record<never, never> extends CallParts<Key> ? [parts?: CallParts<Key>] : [parts: CallParts<Key>];

/** The body of a route's answer. */
export type AnswerBody<Key extends RouteKey> = z.output<Contracts[Key]['answer']>;

/** What a route answered. */
export type CallAnswer<Key extends RouteKey> = {
  status: number;
  body: AnswerBody<Key>;
  /** Names what was read; a change must bring it back as `ifMatch`. */
  etag: string | undefined;
  /** Names the request in the seller's logs. */
  requestId: string | undefined;
  /** True where it is the kept answer to an earlier request with the same key. */
  replayed: boolean;
  /** Address of the next page; absent on the last, and where there are no pages. */
  next: string | undefined;
};

/** Routes that are answered in pages. */
export type ListKey = {
  [Key in RouteKey]: 'cursor' extends keyof z.output<Contracts[Key]['query']> ? Key : never;
}[RouteKey];

/** One item of such a route. */
export type ItemOf<Key extends ListKey> = AnswerBody<Key> extends { items: (infer Item)[] } ? Item : never;
