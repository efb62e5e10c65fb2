import { readFile } from 'node:fs/promises';
import { isObject, listAt, parseJson } from './json.ts';
import type { Stacks } from './stacks.ts';

/** The region of the user pool; without one, of the first stack. */
export function homeRegionOf({ resources }: Stacks): string {
  const pool = resources.find(({ type }) => type === 'AWS::Cognito::UserPool');
  return pool?.region ?? resources[0]?.region ?? '';
}

/** Read which region each market is at home in. */
export async function readMarketRegions(): Promise<{ [market: string]: string }> {
  const file = new URL('../markets.json', import.meta.url);
  const text = await readFile(file, 'utf8').catch(() => '[]');
  return Object.fromEntries(
    listAt(parseJson(text, 'infra/markets.json')).flatMap((market): [string, string][] => {
      if (!isObject(market)) return [];
      const { market: name, homeRegion } = market;
      return typeof name === 'string' && typeof homeRegion === 'string' ? [[name, homeRegion]] : [];
    }),
  );
}
