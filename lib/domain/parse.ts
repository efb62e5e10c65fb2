import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { InputError, UpstreamError } from './errors.ts';
import { compileFits } from './fits-schema.ts';

/** zod/mini says only "Invalid input"; its English sentences (4 KB) say what was expected, and never the value. */
const { localeError } = en();

/**
 * Parse an untrusted value at a door and return it typed.
 *
 * @param what - names the value in the error: `the forecast event`
 * @param base - where the value lies in a whole, as the start of each pointer: `/query`
 * @throws InputError that lists every place that does not fit, as JSON pointers
 */
export function parseAs<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  what: string,
  base = '',
): z.output<Schema> {
  const parsed = z.safeParse(schema, value, { error: localeError });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({
    pointer: base + issue.path.map((part) => `/${escapePart(String(part))}`).join(''),
    detail: issue.message,
  }));
  const first = issues.map((issue) => `${issue.pointer} ${issue.detail}`.trimStart()).slice(0, 3);
  throw new InputError(`${what} does not fit: ${first.join('; ')}`, { issues });
}

/** Escape a part of a JSON pointer (RFC 6901). */
const escapePart = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Parse the JSON text of something that Tradewind itself stored.
 *
 * @param what - names it in the error, which a caller of the API never sees
 * @throws UpstreamError when it is not JSON or does not fit: the fault is ours, not the caller's
 */
export function parseStored<Schema extends z.ZodMiniType>(
  schema: Schema,
  json: string,
  what: string,
): z.output<Schema> {
  try {
    return parseAs(schema, JSON.parse(json), what);
  } catch (error) {
    throw new UpstreamError(`${what} is unreadable`, { cause: error });
  }
}

/** Reads one kind of stored JSON text. @throws UpstreamError when it is not JSON or does not fit */
export type StoredReader<Schema extends z.ZodMiniType> = (json: string) => z.output<Schema>;

/**
 * Prepare the reading of one kind of stored text, for the hot path: the schema is compiled once, and what fits is taken as it
 * is (`compileFits`), so that members which the schema does not name stay. Same errors as `parseStored`.
 */
export function storedReader<Schema extends z.ZodMiniType>(
  schema: Schema,
  what: string,
): StoredReader<Schema> {
  const fits = compileFits(schema);
  return (json) => {
    const value = jsonOf(json, what);
    // what fits is the schema's own output
    return fits(value) ? (value as z.output<Schema>) : parseStored(schema, json, what);
  };
}

function jsonOf(json: string, what: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new UpstreamError(`${what} is unreadable`, { cause: error });
  }
}
