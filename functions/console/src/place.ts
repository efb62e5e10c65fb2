import { useEffect, useState } from 'preact/hooks';

/** The rooms of the console, in the order of a working day. */
export const rooms = ['today', 'stock', 'market', 'buyers', 'worth', 'data', 'trust', 'limits'] as const;
export type Room = (typeof rooms)[number];

/** In the place of a market: all that the person may see. */
export const ALL = 'all';

/** Where in the console a person is, as the address says: `#/{market}/{room}/{names}`. */
export type Place = {
  market: string | undefined;
  room: Room;
  /** What the room shows of: a SKU, a buyer; of calls the order and the segment. */
  names: string[];
};

/** Write a place as an address within the page. */
export const addressOf = (market: string, room: Room, ...names: string[]): string =>
  ['#', market, room, ...names].map((part, i) => (i === 0 ? part : encodeURIComponent(part))).join('/');

/** Read an address; what it doesn't name is today, in all markets. */
export function placeOf(hash: string): Place {
  const [, market, room, ...names] = hash.split('/').map(decoded);
  return { market: market || undefined, room: rooms.find((one) => one === room) ?? 'today', names };
}

/** Follow the address. */
export function usePlace(): Place {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return placeOf(hash);
}

/** Decode a part of the address; what a person mistyped stays as it is, and names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
