import type { Route } from './route.ts';

/** Routes by which people stay in charge: decisions, how far Tradewind may act, who may decide. */
export const decisionRoutes = [
  {
    method: 'GET',
    path: '/v1/decisions',
    function: 'api',
    scope: 'read',
    summary: 'Decisions by where they stand, most money at risk first.',
  },
  {
    method: 'GET',
    path: '/v1/decisions/{decision}',
    function: 'api',
    scope: 'read',
    summary: "One decision, by its id or by an answer's signed `decisionId`.",
  },
  {
    method: 'POST',
    path: '/v1/decisions/{decision}/approve',
    function: 'api',
    scope: 'decide',
    marketOfThing: true,
    summary: 'Approve the draft that was read; it is in force from the next request on.',
  },
  {
    method: 'POST',
    path: '/v1/decisions/{decision}/reject',
    function: 'api',
    scope: 'decide',
    marketOfThing: true,
    summary: 'Reject a draft, or take an approval back, with the reason.',
  },
  {
    method: 'PATCH',
    path: '/v1/decisions/{decision}',
    function: 'api',
    scope: 'decide',
    marketOfThing: true,
    summary:
      'Put another price or order in the place of the proposed one, with the reason; it is approved by that.',
  },
  {
    method: 'POST',
    path: '/v1/decisions/bulk',
    function: 'api',
    scope: 'decide',
    marketOfThing: true,
    summary: 'Approve, change or reject up to 100 decisions, each with its own version, result and problem.',
  },
  {
    method: 'GET',
    path: '/v1/changes',
    function: 'api',
    scope: 'read',
    summary: 'Decisions that changed, for polling.',
  },
  {
    method: 'GET',
    path: '/v1/automation',
    function: 'api',
    scope: 'read',
    summary: 'How far Tradewind may act in all markets of this address.',
  },
  {
    method: 'PUT',
    path: '/v1/automation',
    function: 'api',
    scope: 'decide',
    summary:
      'Set how far Tradewind may act in all markets of this address. What is tighter holds at once; what is looser waits for another person.',
  },
  {
    method: 'POST',
    path: '/v1/automation/kill',
    function: 'api',
    scope: 'decide',
    summary: 'Stop everything in all markets of this address, from the next request on.',
  },
  {
    method: 'POST',
    path: '/v1/automation/release',
    function: 'api',
    scope: 'decide',
    summary: 'Ask to end the stop; another person must approve it.',
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/automation',
    function: 'api',
    scope: 'read',
    summary: 'How far Tradewind may act in a market, and what waits for another person.',
  },
  {
    method: 'PUT',
    path: '/v1/markets/{market}/automation',
    function: 'api',
    scope: 'decide',
    summary:
      'Set how far Tradewind may act in a market. What is tighter holds at once; what is looser waits for another person.',
  },
  {
    method: 'POST',
    path: '/v1/markets/{market}/automation/kill',
    function: 'api',
    scope: 'decide',
    summary: 'Stop everything in a market, from the next request on.',
  },
  {
    method: 'POST',
    path: '/v1/markets/{market}/automation/release',
    function: 'api',
    scope: 'decide',
    summary: "Ask to end a market's stop; another person must approve it.",
  },
  {
    method: 'POST',
    path: '/v1/markets/{market}/drift/{sku}/end',
    function: 'api',
    scope: 'decide',
    summary:
      "End a SKU's alarm of drift: from the next run on it may act by itself again, as far as its history allows.",
  },
  {
    method: 'GET',
    path: '/v1/rights',
    function: 'api',
    scope: 'read',
    summary: 'Who may decide what, and who stands for whom.',
  },
  {
    method: 'PUT',
    path: '/v1/rights',
    function: 'api',
    scope: 'admin',
    summary: 'Set who may decide what, and who stands for whom; all that is to hold is sent.',
  },
] as const satisfies readonly Route[];
