import type * as z from 'zod/mini';
import { parseAs } from '../domain/index.ts';
import type { ObjectStore } from './objects.ts';

/** Read an object of JSON. @throws NotFoundError where there is none; InputError, by its key, where it does not fit the schema */
export async function readJson<Schema extends z.ZodMiniType>(
  objects: Pick<ObjectStore, 'get'>,
  key: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  return parseAs(schema, JSON.parse(new TextDecoder().decode(await objects.get(key))), key);
}
