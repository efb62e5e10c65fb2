import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { useLoaded } from '../load.tsx';

/** A market's segments, as its newest night found them, in the page's language. */
export function useSegments({ market, region }: HomedMarket) {
  const { language, apiLanguage: query } = useLanguage();
  return useLoaded(`segments ${market} ${language}`, async () => {
    const { body } = await region.client.call('GET /v1/markets/{market}/segments', {
      path: { market },
      query,
    });
    return body;
  });
}
