/** The routes of tests of AI against people. */
export const experimentRoutes = [
  {
    method: 'POST',
    path: '/v1/experiments/plan',
    function: 'api',
    scope: 'read',
    summary: 'How long a test of AI against people would take, by what the market did so far.',
  },
  {
    method: 'GET',
    path: '/v1/experiments',
    function: 'api',
    scope: 'read',
    summary: 'Tests of AI against people, the newest first.',
  },
  {
    method: 'POST',
    path: '/v1/experiments',
    function: 'api',
    scope: 'decide',
    marketOfThing: true,
    summary: 'Start a test of AI against people on the next business day.',
  },
  {
    method: 'GET',
    path: '/v1/experiments/{experiment}',
    function: 'api',
    scope: 'read',
    summary: 'One test: what every night said, the verdict in a sentence.',
  },
  {
    method: 'POST',
    path: '/v1/experiments/{experiment}/stop',
    function: 'api',
    scope: 'decide',
    marketOfThing: true,
    summary: 'Stop a test; its arms have no force from the very next request on.',
  },
] as const;
