/** The routes that tell how a market is, and what Tradewind earns there. */
export const insightRoutes = [
  {
    method: 'GET',
    path: '/v1/markets/{market}/analysis',
    function: 'api',
    scope: 'read',
    summary: 'Market analysis: growth, season, buyers, categories, prices, baskets, positioning.',
  },
  {
    method: 'GET',
    path: '/v1/analysis',
    function: 'api',
    scope: 'read',
    summary: 'Markets side by side: those at home in the region of this address.',
  },
  {
    method: 'GET',
    path: '/v1/earnings',
    function: 'api',
    scope: 'read',
    summary:
      'The earnings statement: the last twelve months replayed, and a month against the human holdout, market by market.',
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/earnings.svg',
    function: 'api',
    scope: 'read',
    summary: "A market's earnings statement as a page to print, in English or Chinese.",
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/earnings/lines',
    function: 'api',
    scope: 'read',
    summary: 'The decisions that what a month earned is traced to, the largest first.',
  },
] as const;
