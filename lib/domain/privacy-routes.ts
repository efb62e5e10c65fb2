/** The routes of what buyers ask of the seller; `routes.ts` holds them to the form of a route. */
export const privacyRoutes = [
  {
    method: 'POST',
    path: '/v1/customers/{customer}/erase',
    function: 'api',
    scope: 'admin',
    summary: 'Erase a buyer from every store of this region, and keep the buyer out of later uploads.',
  },
  {
    method: 'GET',
    path: '/v1/customers/{customer}/erase',
    function: 'api',
    scope: 'admin',
    summary: "A buyer's erasure: how far it is, and once it is done its receipt.",
  },
  {
    method: 'POST',
    path: '/v1/customers/{customer}/export',
    function: 'api',
    scope: 'admin',
    summary: 'Collect all that is held on a buyer in this region; takes the scope `identify` too.',
  },
  {
    method: 'GET',
    path: '/v1/customers/{customer}/export',
    function: 'api',
    scope: 'admin',
    summary: 'What was collected on a buyer, and a link to it; takes the scope `identify` too.',
  },
  {
    method: 'GET',
    path: '/v1/privacy-requests',
    function: 'api',
    scope: 'admin',
    summary: "Buyers' requests and their receipts, newest first.",
  },
  {
    method: 'POST',
    path: '/v1/privacy-requests/rehash',
    function: 'api',
    scope: 'admin',
    summary: 'Rename all buyers of this region to the newest key of pseudonyms; no night begins meanwhile.',
  },
  {
    method: 'GET',
    path: '/v1/privacy-requests/{request}',
    function: 'api',
    scope: 'admin',
    summary: 'One request and its receipt.',
  },
] as const;
