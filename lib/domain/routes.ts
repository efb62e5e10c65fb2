import { decisionRoutes } from './decision-routes.ts';
import { experimentRoutes } from './experiment-routes.ts';
import { insightRoutes } from './insight-routes.ts';
import { logRoutes } from './log-routes.ts';
import { privacyRoutes } from './privacy-routes.ts';
import type { Route } from './route.ts';
import { runRoutes } from './run-routes.ts';

/** Every route that this version serves. A path never names the merchant: it is in the token. */
export const routes = [
  {
    method: 'GET',
    path: '/v1/health',
    function: 'api',
    scope: null,
    summary: 'Liveness; says nothing about the inside.',
  },
  {
    method: 'GET',
    path: '/v1/openapi.json',
    function: 'api',
    scope: null,
    summary: 'This API as OpenAPI 3.1.',
  },
  {
    method: 'GET',
    path: '/v1/markets',
    function: 'api',
    scope: 'read',
    summary: "The merchant's markets at home in the region of this address.",
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}',
    function: 'api',
    scope: 'read',
    summary: 'One market: its settings, its mode, its last run.',
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/legal',
    function: 'api',
    scope: 'read',
    summary: 'What is on in a market by law, why, and by which law. No legal advice.',
  },
  {
    method: 'GET',
    path: '/v1/rules',
    function: 'api',
    scope: 'read',
    summary:
      'What money means to the merchant, in all markets of this address: the rules of its nightly runs.',
  },
  {
    method: 'PUT',
    path: '/v1/rules',
    function: 'api',
    scope: 'decide',
    summary: 'Set the rules for all markets of this address; all that is to hold is sent. From the next run.',
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/rules',
    function: 'api',
    scope: 'read',
    summary: "A market's own rules, and what its next run goes by.",
  },
  {
    method: 'PUT',
    path: '/v1/markets/{market}/rules',
    function: 'api',
    scope: 'decide',
    summary: "Set a market's own rules; all that is to hold is sent. From the next run.",
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/skus',
    function: 'api',
    scope: 'read',
    summary: 'The worklist: what to act on first.',
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/skus/{sku}',
    function: 'api',
    scope: 'read',
    summary: 'One SKU with everything that its advice rests on.',
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/skus/{sku}/recommendation',
    function: 'recommend',
    scope: 'read',
    summary: 'What price, and how many to reorder, here and now.',
  },
  {
    method: 'POST',
    path: '/v1/markets/{market}/recommendations',
    function: 'recommend',
    scope: 'read',
    summary: 'The same for up to 100 SKUs or buyers at once; writes nothing, so that no key is needed.',
  },
  {
    method: 'POST',
    path: '/v1/markets/{market}/skus/{sku}/what-if',
    function: 'api',
    scope: 'read',
    summary: "A SKU's demand, stock and margin under another price or event, service level or lead time.",
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/forecasts/{sku}',
    function: 'api',
    scope: 'read',
    summary: 'The whole forecast of a SKU.',
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/forecasts/{sku}/adjustments',
    function: 'api',
    scope: 'read',
    summary: "What persons changed of a SKU's forecast, and why.",
  },
  {
    method: 'PUT',
    path: '/v1/markets/{market}/forecasts/{sku}/adjustments',
    function: 'api',
    scope: 'decide',
    summary: "Change a SKU's forecast of some days, with the reason; all that is to hold is sent.",
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/segments',
    function: 'api',
    scope: 'read',
    summary: "The market's buyer segments.",
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/customers',
    function: 'api',
    scope: 'read',
    summary: 'Buyers to act on: of the market, of a segment, or those to offer a SKU to.',
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/customers/{customer}',
    function: 'api',
    scope: 'read',
    summary: 'One buyer, by its pseudonym.',
  },
  {
    method: 'GET',
    path: '/v1/markets/{market}/customers/{customer}/automation',
    function: 'api',
    scope: 'read',
    summary: 'Whether machines may decide about a buyer, and who set that.',
  },
  {
    method: 'PUT',
    path: '/v1/markets/{market}/customers/{customer}/automation',
    function: 'api',
    scope: 'decide',
    summary: 'Opt a buyer out of decisions by machine, or in again. From the next request on.',
  },
  ...insightRoutes,
  {
    method: 'GET',
    path: '/v1/markets/{market}/health',
    function: 'api',
    scope: 'read',
    summary: 'How fresh the data are, and how good past forecasts were.',
  },
  {
    method: 'POST',
    path: '/v1/markets/{market}/outcomes',
    function: 'api',
    scope: 'ingest',
    summary: "Report what orders can't tell: price shown, units lost or back-ordered.",
  },
  {
    method: 'PUT',
    path: '/v1/markets/{market}/stock',
    function: 'api',
    scope: 'ingest',
    summary: 'Say what is in stock now, of up to 500 SKUs; the next recommendation goes by it.',
  },
  {
    method: 'GET',
    path: '/v1/purchase-orders',
    function: 'api',
    scope: 'read',
    summary: 'Purchase orders to suppliers: the open drafts, and what was sent.',
  },
  {
    method: 'GET',
    path: '/v1/purchase-orders/{order}',
    function: 'api',
    scope: 'read',
    summary: 'One purchase order: its lines and why, its checks, what has arrived.',
  },
  {
    method: 'PATCH',
    path: '/v1/purchase-orders/{order}',
    function: 'api',
    scope: 'decide',
    summary: 'Change lines of a draft with the reason, approve it, or call an order off.',
  },
  {
    method: 'GET',
    path: '/v1/purchase-orders/{order}/export',
    function: 'api',
    scope: 'decide',
    summary: 'An approved order as a file for the ERP; the first download is noted.',
  },
  {
    method: 'GET',
    path: '/v1/unplaced-orders',
    function: 'api',
    scope: 'read',
    summary: 'SKUs that no purchase order can hold, with what is missing.',
  },
  {
    method: 'GET',
    path: '/v1/uploads',
    function: 'api',
    scope: 'read',
    summary: 'Uploads and their states.',
  },
  {
    method: 'POST',
    path: '/v1/uploads',
    function: 'api',
    scope: 'ingest',
    summary: 'Ask for a place to put one file.',
  },
  {
    method: 'GET',
    path: '/v1/uploads/{upload}',
    function: 'api',
    scope: 'read',
    summary: 'One upload: rows, rejects, questions.',
  },
  {
    method: 'POST',
    path: '/v1/uploads/{upload}/mapping',
    function: 'api',
    scope: 'ingest',
    summary: "Answer an upload's questions; the file is read again, and later ones like it without asking.",
  },
  {
    method: 'DELETE',
    path: '/v1/uploads/{upload}',
    function: 'api',
    scope: 'ingest',
    summary: 'Roll an upload back: from the next run on it is as if it had never come.',
  },
  {
    method: 'POST',
    path: '/v1/markets/{market}/exports',
    function: 'api',
    scope: 'read',
    summary: 'Ask for a table of results as a CSV or Parquet file.',
  },
  {
    method: 'GET',
    path: '/v1/exports/{export}',
    function: 'api',
    scope: 'read',
    summary: 'What became of an export, and once it is ready a link to its file.',
  },
  ...decisionRoutes,
  ...privacyRoutes,
  ...experimentRoutes,
  ...runRoutes,
  ...logRoutes,
] as const satisfies readonly Route[];

/** A route's key as the gateway names it: `GET /v1/health`. */
export type RouteKey = KeyOf<(typeof routes)[number]>;

/** The routes that `functions/api` answers. */
export type ApiRouteKey = KeyOf<Extract<(typeof routes)[number], { function: 'api' }>>;

/** Distributes over a union of routes, so that methods and paths stay together. */
type KeyOf<One extends Route> = One extends Route ? `${One['method']} ${One['path']}` : never;

/** The names in braces of a path or a route key: `'market' | 'sku'`. */
export type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;
