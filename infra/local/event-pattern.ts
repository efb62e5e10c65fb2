import { InputError } from '../../lib/domain/index.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** Tells whether an event is meant. */
export type EventPattern = (event: JsonObject) => boolean;

/**
 * Read the event pattern of a rule: fields of any depth, each with the values or prefixes that it may have.
 *
 * Source: EventBridge user guide, "Creating event patterns" (equality and `prefix` alone; a list in the event matches where
 * one of its values does).
 *
 * @param where - names the rule in errors
 * @throws InputError on any other comparison: to guess would mean to pass on what the cloud does not
 */
export function readPattern(pattern: Json | undefined, where: string): EventPattern {
  if (!isObject(pattern)) throw new InputError(`${where}: the local cloud needs an event pattern`);
  const fields = Object.entries(pattern).map(([name, wanted]) => {
    const matches = Array.isArray(wanted)
      ? readValues(wanted, `${where}/${name}`)
      : readNested(wanted, `${where}/${name}`);
    return (event: JsonObject) => matches(event[name]);
  });
  return (event) => fields.every((matches) => matches(event));
}

type Matches = (actual: Json | undefined) => boolean;

function readNested(wanted: Json, where: string): Matches {
  const matches = readPattern(wanted, where);
  return (actual) => isObject(actual) && matches(actual);
}

function readValues(wanted: readonly Json[], where: string): Matches {
  const comparisons = wanted.map((value) => readComparison(value, where));
  return (actual) => {
    const values = Array.isArray(actual) ? actual : [actual];
    return values.some((value) => comparisons.some((matches) => matches(value)));
  };
}

function readComparison(wanted: Json, where: string): Matches {
  if (!isObject(wanted)) return (actual) => actual === wanted;
  const { prefix, ...others } = wanted;
  if (typeof prefix !== 'string' || Object.keys(others).length > 0)
    throw new InputError(`${where}: the local cloud does not know the comparison ${JSON.stringify(wanted)}`);
  return (actual) => typeof actual === 'string' && actual.startsWith(prefix);
}
