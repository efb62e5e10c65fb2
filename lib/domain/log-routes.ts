/** Routes of the decision log. */
export const logRoutes = [
  {
    method: 'GET',
    path: '/v1/markets/{market}/decision-log',
    function: 'api',
    scope: 'read',
    summary: 'What is logged of decisions in a market, by SKU, by person and by day, newest first.',
  },
  {
    method: 'GET',
    path: '/v1/decision-log',
    function: 'api',
    scope: 'read',
    summary:
      'What is logged of the limits for all markets of this address, by person and by day, newest first.',
  },
  {
    method: 'GET',
    path: '/v1/decisions/{decision}/log',
    function: 'api',
    scope: 'read',
    summary:
      'What is logged of a decision: who did what, on what, and what shows that the log is as it was sealed.',
  },
  {
    method: 'GET',
    path: '/v1/decisions/{decision}/replay',
    function: 'api',
    scope: 'read',
    summary: 'A decision made again from its stored inputs, and in what it differs.',
  },
] as const;
