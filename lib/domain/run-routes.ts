/** Routes of runs. */
export const runRoutes = [
  { method: 'GET', path: '/v1/runs', function: 'api', scope: 'read', summary: 'Runs and their states.' },
  {
    method: 'POST',
    path: '/v1/markets/{market}/runs',
    function: 'api',
    scope: 'admin',
    summary: 'Run a market now, as of a date.',
  },
  {
    method: 'GET',
    path: '/v1/runs/{run}',
    function: 'api',
    scope: 'read',
    summary: 'One run: progress by step and shard.',
  },
  {
    method: 'POST',
    path: '/v1/runs/{run}/cancel',
    function: 'api',
    scope: 'admin',
    summary: 'Stop a run that is under way; what it has done stays.',
  },
] as const;
