import * as z from 'zod/mini';
import { InputError } from './errors.ts';

/**
 * Parse an untrusted value at a door and return it typed.
 *
 * @param what - names the value in the error: `the forecast event`
 * @throws InputError that lists every place that does not fit, as JSON pointers
 */
export function parseAs<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({
    pointer: `/${issue.path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
    detail: issue.message,
  }));
  const first = issues.map((issue) => `${issue.pointer} ${issue.detail}`).slice(0, 3);
  throw new InputError(`${what} does not fit: ${first.join('; ')}`, { issues });
}
