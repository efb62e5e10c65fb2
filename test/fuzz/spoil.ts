import fc from 'fast-check';
import { HOSTILE_VALUES, ODD_NAMES } from './hostile.ts';

/** One thing that is done to a value at one place of it. */
export type Spoil = {
  /** The how-manieth node, from the root, depth first; counted round and round. */
  place: number;
  way: 'replace' | 'leaveOut' | 'add' | 'repeat';
  name: string;
  value: unknown;
};

/** More items than any list may hold. */
const TOO_MANY = 600;

export const spoils: fc.Arbitrary<Spoil> = fc.record({
  place: fc.nat({ max: 60 }),
  way: fc.constantFrom('replace', 'replace', 'leaveOut', 'add', 'repeat'),
  name: fc.constantFrom(...ODD_NAMES),
  value: fc.oneof(fc.constantFrom(...HOSTILE_VALUES), fc.jsonValue({ maxDepth: 1 })),
});

/** Make a value that almost fits out of one that does: another value, a member less or more, a list with far too many. */
export function spoil(value: unknown, how: Spoil): unknown {
  let left = how.place % nodesIn(value);
  const walk = (node: unknown): unknown => {
    if (left-- === 0) return spoiled(node, how);
    if (Array.isArray(node)) return node.map(walk);
    if (!isObject(node)) return node;
    return Object.fromEntries(Object.entries(node).map(([name, member]) => [name, walk(member)]));
  };
  return walk(value);
}

function spoiled(node: unknown, { way, name, value }: Spoil): unknown {
  // JSON has no place for it: a member is gone, an item is null
  if (way === 'leaveOut') return undefined;
  if (way === 'add' && isObject(node)) return Object.fromEntries([...Object.entries(node), [name, value]]);
  if (way === 'repeat' && Array.isArray(node) && node.length > 0)
    return Array.from({ length: TOO_MANY }, (_, index) => node[index % node.length]);
  return value;
}

function nodesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, member) => sum + nodesIn(member), 1);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
