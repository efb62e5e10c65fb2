import * as z from 'zod/mini';

/** A JSON value with members. */
export type Json = Record<string, unknown>;

/** Write a schema as OpenAPI holds it: JSON Schema 2020-12, the dialect said once for the whole document. */
export function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output') {
  const { $schema: _, ...document } = z.toJSONSchema(schema, { io });
  return document;
}
