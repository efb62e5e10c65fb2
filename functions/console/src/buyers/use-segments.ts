import type { HomedMarket } from '../api.ts';
import { useLoaded } from '../load.tsx';

/** A market's segments, as its newest night found them. */
export const useSegments = ({ market, region }: HomedMarket) =>
  useLoaded(`segments ${market}`, async () => {
    const { body } = await region.client.call('GET /v1/markets/{market}/segments', { path: { market } });
    return body;
  });
