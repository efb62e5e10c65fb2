import type { Attention, SkuSummary } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { createPagedRows, type PagedRows } from './paged-rows.ts';

/** Which SKUs a person looks at, and in which order. */
export type Choice = { order: 'risk' | 'sku'; filter: Attention | undefined; prefix: string };

/** A market's worklist as a person left it. */
export type KeptWorklist = {
  choice: Choice;
  rows: PagedRows<SkuSummary>;
  /** The row that stood first in sight. */
  first: number;
};

/** By who is signed in: another person sees nothing of it. */
const kept = new WeakMap<object, Map<string, KeptWorklist>>();
const PAGE = 200;

/** The worklist of a market as it was left in this visit, else from its beginning. */
export function recallWorklist(market: HomedMarket): KeptWorklist {
  const known = kept.get(market.region.client)?.get(market.market);
  return known ?? openWorklist(market, { order: 'risk', filter: undefined, prefix: '' });
}

/** Open a market's worklist anew, and keep it. */
export function openWorklist({ market, region: { client } }: HomedMarket, choice: Choice): KeptWorklist {
  const { order, filter, prefix } = choice;
  const ask = async (beginning: string, cursor: string | undefined) => {
    const query = {
      ...{ limit: PAGE, order, cursor },
      ...(filter === undefined ? {} : { filter }),
      ...(beginning === '' ? {} : { prefix: beginning }),
    };
    const { body } = await client.call('GET /v1/markets/{market}/skus', { path: { market }, query });
    return body;
  };
  let beginning = prefix;
  const rows = createPagedRows(async (cursor) => {
    const page = await ask(beginning, cursor);
    const capitals = prefix.toUpperCase();
    if (page.items.length > 0 || page.cursor !== undefined || cursor !== undefined || capitals === beginning)
      return page;
    // codes are mostly written in capitals, and a person who looks for one mostly isn't
    beginning = capitals;
    return ask(beginning, cursor);
  });
  const opened = { choice, rows, first: 0 };
  const ofClient = kept.get(client) ?? new Map<string, KeptWorklist>();
  kept.set(client, ofClient.set(market, opened));
  return opened;
}
