import fc from 'fast-check';

/** A JSON Schema, with the keywords that the OpenAPI document uses. */
export type Schema = {
  type?: string;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  description?: string;
  default?: unknown;
};

const KNOWN: ReadonlySet<string> = new Set([
  ...['type', 'enum', 'const', 'anyOf', 'oneOf', 'properties', 'required', 'additionalProperties'],
  ...['propertyNames', 'items', 'minItems', 'maxItems', 'minimum', 'maximum', 'exclusiveMinimum'],
  ...['exclusiveMaximum', 'minLength', 'maxLength', 'pattern', 'format', 'description', 'default'],
]);

/** Members of a list, and of a map: few, so that a request is mostly about what stands in them. */
const FEW = 3;

/**
 * Make values that fit a schema.
 *
 * @param words - texts that mean something to the API: what fits a text's schema is drawn from them half the time
 * @throws Error for a keyword that is not known here: what it asks for would not be drawn
 */
export function valuesOf(schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  const unknown = Object.keys(schema).filter((keyword) => !KNOWN.has(keyword));
  if (unknown.length > 0) throw new Error(`test/fuzz/schema-values.ts does not know ${unknown.join(', ')}`);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, words)));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  switch (schema.type) {
    case 'string':
      return textsOf(schema, words);
    case 'integer':
    case 'number':
      return numbersOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return listsOf(schema, words);
    case 'object':
      return objectsOf(schema, words);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function textsOf({ minLength = 0, maxLength = 60, pattern }: Schema, words: readonly string[]) {
  const expression = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  const fits = (text: string) =>
    [...text].length >= minLength && [...text].length <= maxLength && expression?.test(text) !== false;
  const known = words.filter(fits);
  const most = Math.min(maxLength, minLength + 20);
  const any = fc.string({ minLength, maxLength: most, unit: 'grapheme' });
  if (known.length === 0) return any;
  const drawn = fc.constantFrom(...known);
  // a text at random fits hardly any pattern
  return expression === undefined ? fc.oneof(drawn, any) : drawn;
}

function numbersOf(schema: Schema): fc.Arbitrary<number> {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const least = minimum ?? exclusiveMinimum ?? -1e9;
  const most = maximum ?? exclusiveMaximum ?? 1e9;
  const inside = (value: number) =>
    value >= least && value <= most && value !== exclusiveMinimum && value !== exclusiveMaximum;
  const edges = [least, most, 0, 1, 2, 28].filter(inside);
  const any =
    type === 'integer'
      ? fc.integer({ min: Math.max(Math.ceil(least), -(2 ** 31)), max: Math.min(most, 2 ** 31 - 1) })
      : fc.double({ min: least, max: most, noNaN: true }).filter(inside);
  return edges.length === 0 ? any : fc.oneof(fc.constantFrom(...edges), any);
}

function listsOf({ items = {}, minItems = 0, maxItems = FEW }: Schema, words: readonly string[]) {
  return fc.array(valuesOf(items, words), {
    minLength: minItems,
    maxLength: Math.max(minItems, Math.min(maxItems, FEW)),
  });
}

function objectsOf(schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, valuesOf(member, words)]),
  );
  const named = fc.record(members, { requiredKeys: [...required] });
  if (typeof additionalProperties !== 'object') return named;
  const names = valuesOf(propertyNames ?? { type: 'string' }, words).map(String);
  const others = fc.dictionary(names, valuesOf(additionalProperties, words), { maxKeys: FEW });
  return fc.tuple(named, others).map(([own, more]) => ({ ...more, ...own }));
}
