import { useEffect, useState } from 'preact/hooks';

/** The pages of a market, in the order of its navigation. */
export const pages = ['stock', 'buyers', 'calls', 'analysis', 'earnings'] as const;
export type Page = (typeof pages)[number];

/** Where in the console a person is, as the address says: `#/{market}/{page}/{names}`. */
export type Place = {
  market: string | undefined;
  page: Page;
  /** What the page shows one of: a SKU, a buyer; of calls the order and the segment. */
  names: string[];
};

/** Write a place as an address within the page. */
export const addressOf = (market: string, page: Page, ...names: string[]): string =>
  ['#', market, page, ...names].map((part, i) => (i === 0 ? part : encodeURIComponent(part))).join('/');

/** Read an address; what it doesn't name is the market's first page. */
export function placeOf(hash: string): Place {
  const [, market, page, ...names] = hash.split('/').map(decoded);
  return { market, page: pages.find((one) => one === page) ?? 'stock', names };
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
