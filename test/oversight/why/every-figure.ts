import fc from 'fast-check';
import * as z from 'zod/mini';

/** Any figures that fit a schema of figures: made from the schema itself, so that a new figure is tried without another word. */
export function anyFigures(schema: z.ZodMiniType): fc.Arbitrary<unknown> {
  return fromJson(z.toJSONSchema(schema) as Json);
}

type Json = {
  type?: string | string[];
  anyOf?: Json[];
  enum?: string[];
  format?: string;
  properties?: Record<string, Json>;
  items?: Json;
};

const currencies = ['EUR', 'CNY', 'JPY', 'USD', 'KWD'];
const names = fc.constantFrom('gold', 'de', 'run-a', 'history', 'packaging');

function fromJson({ type, ...rest }: Json): fc.Arbitrary<unknown> {
  const { anyOf, enum: values, format, properties = {}, items } = rest;
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(fromJson));
  if (Array.isArray(type))
    return fc.oneof(...type.map((one) => fromJson(one === 'null' ? { type: one } : { ...rest, type: one })));
  if (values !== undefined) return fc.constantFrom(...values);
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: 0, max: 1e12 });
    case 'number':
      return fc.oneof(
        fc.constantFrom(0, 1, 2, 0.9996, 0.01, 1_234_567),
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      );
    case 'array':
      return fc.uniqueArray(fromJson(items ?? {}), { maxLength: 3 });
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(properties).map(([name, of]) => [
            name,
            name === 'currency' ? fc.constantFrom(...currencies) : fromJson(of),
          ]),
        ),
      );
    default:
      return format === 'date'
        ? fc.integer({ min: 1, max: 28 }).map((day) => `2024-06-${String(day).padStart(2, '0')}`)
        : names;
  }
}
