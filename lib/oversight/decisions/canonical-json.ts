import { InputError } from '../../domain/index.ts';

/** What a log entry may hold. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [name: string]: Plain | undefined };

/**
 * Write a value as JSON with its names in code-unit order, so that equal values have equal bytes (after RFC 8785). A
 * member that is undefined is left out, as JSON does.
 *
 * @throws InputError when a number is not finite: JSON would write it as null
 */
export function canonicalJson(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map((item: Plain) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new InputError(`${value} can't be logged: a finite number is needed`);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, item]) =>
      item === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(item)}`],
    );
  return `{${members.join(',')}}`;
}
