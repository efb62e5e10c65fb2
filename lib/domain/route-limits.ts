import type { RouteKey } from './routes.ts';

/**
 * Requests a second that the gateway lets through, over all callers in a region, where that is less than for the API as a whole: for
 * what starts work that costs more than an answer. As many may come at once.
 */
export const requestsPerSecond: Partial<Record<RouteKey, number>> = {
  'POST /v1/markets/{market}/runs': 2,
  'POST /v1/markets/{market}/exports': 5,
  'POST /v1/experiments/plan': 5,
  'POST /v1/customers/{customer}/erase': 2,
  'POST /v1/customers/{customer}/export': 2,
  'POST /v1/privacy-requests/rehash': 1,
  'POST /v1/markets/{market}/skus/{sku}/what-if': 20,
  'POST /v1/markets/{market}/recommendations': 20,
  'POST /v1/uploads': 20,
  'POST /v1/uploads/{upload}/mapping': 5,
  'DELETE /v1/uploads/{upload}': 5,
  'GET /v1/purchase-orders/{order}/export': 10,
  'GET /v1/markets/{market}/decision-log': 10,
  'GET /v1/decision-log': 10,
};
