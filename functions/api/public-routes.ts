import type { RouteHandlers } from './request.ts';

/** Answer what needs no token: that the API is there, and what it is. */
export function createPublicRoutes(): Pick<RouteHandlers, 'GET /v1/health' | 'GET /v1/openapi.json'> {
  return {
    'GET /v1/health': async () => ({ body: { status: 'ok' } }),
    'GET /v1/openapi.json': async () => {
      // loaded on first use: most processes of this function never answer it
      const { openApiDocument } = await import('../../lib/runtime/openapi.ts');
      return { body: openApiDocument(), headers: { 'cache-control': 'public, max-age=300' } };
    },
  };
}
