import { InputError } from '../../lib/domain/index.ts';

/** A parsed JSON value: what a template is made of. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** Tell whether a value is a JSON object (neither null nor an array). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Read JSON text that another program wrote.
 *
 * @param where - names the text in the error
 * @throws InputError when it is not JSON
 */
export function parseJson(text: string, where: string): Json {
  try {
    // JSON.parse yields exactly the values that Json describes
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new InputError(`${where} is not JSON`, { cause });
  }
}

/** Take a value as an object; an absent one is empty. @throws InputError that names `where` */
export function objectAt(value: Json | undefined, where: string): JsonObject {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new InputError(`${where} is not an object`);
  return value;
}

/** Take a value as a list; an absent one is empty, a single one is a list of one. */
export function listAt(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Take a value as a list of texts. @throws InputError that names `where` */
export function textsAt(value: Json | undefined, where: string): string[] {
  return listAt(value).map((item) => textAt(item, where));
}

/** Take a value as text; numbers and booleans are written out, as CloudFormation does. @throws InputError that names `where` */
export function textAt(value: Json | undefined, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new InputError(`${where} is ${value === undefined ? 'missing' : 'not a text'}`);
}

/** Take a value as a number, also when it is written as text. @throws InputError that names `where` */
export function numberAt(value: Json | undefined, fallback: number, where: string): number {
  if (value === undefined || value === null) return fallback;
  const number = Number(textAt(value, where));
  if (!Number.isFinite(number)) throw new InputError(`${where} is not a number`);
  return number;
}
