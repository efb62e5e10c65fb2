import fc from 'fast-check';
import { HOSTILE_VALUES, ODD_NAMES } from './hostile.ts';

/** One thing that is done to a value at one place of it. */
export type Spoil = {
  /** The how-manieth node, from the root, depth first; counted round and round. */
  place: number;
  way: 'replace' | 'within' | 'leaveOut' | 'add' | 'repeat';
  name: string;
  value: unknown;
};

/** More items than any list may hold. */
const TOO_MANY = 600;

export const spoils: fc.Arbitrary<Spoil> = fc.record({
  place: fc.nat({ max: 60 }),
  way: fc.constantFrom('replace', 'replace', 'within', 'leaveOut', 'add', 'repeat'),
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

function spoiled(node: unknown, { place, way, name, value }: Spoil): unknown {
  // JSON has no place for it: a member is gone, an item is null
  if (way === 'leaveOut') return undefined;
  if (way === 'within' && typeof node === 'string') return withPiece(node, place, String(value));
  if (way === 'add' && isObject(node)) return Object.fromEntries([...Object.entries(node), [name, value]]);
  if (way === 'repeat' && Array.isArray(node) && node.length > 0)
    return Array.from({ length: TOO_MANY }, (_, index) => node[index % node.length]);
  return value;
}

/** Put another text in the place of one of the pieces that a name consists of: `de:A-1:v1` becomes `de::v1`. */
export function withPiece(text: string, place: number, piece: string): string {
  const pieces = text.split(/([:.#/-])/);
  // separators stand at the odd places
  const at = 2 * (place % ((pieces.length + 1) / 2));
  return pieces.map((each, index) => (index === at ? piece : each)).join('');
}

function nodesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, member) => sum + nodesIn(member), 1);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
