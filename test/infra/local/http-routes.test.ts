import { describe, expect, test } from '@jest/globals';
import { corsHeaders, type HttpRoute, matchRoute } from '../../../infra/local/http-routes.ts';

const aRoute = (routeKey: string): HttpRoute => {
  const [method = 'ANY', path = ''] = routeKey === '$default' ? [] : routeKey.split(' ');
  return {
    routeKey,
    method,
    segments: path.split('/').slice(1),
    functionArn: 'f',
    authorizer: undefined,
    scopes: [],
  };
};

describe('matchRoute', () => {
  const routes = [
    '$default',
    'ANY /v1/{proxy+}',
    'GET /v1/markets/{market}',
    'GET /v1/markets/mine',
    'GET /v1/markets/{market}/skus/{sku}',
  ].map(aRoute);
  const matched = (method: string, path: string) => {
    const match = matchRoute(routes, method, path);
    return match && [match.route.routeKey, match.pathParameters];
  };

  test('takes a literal segment before a parameter, then a greedy one, then the default', () => {
    expect(matched('GET', '/v1/markets/mine')).toEqual(['GET /v1/markets/mine', {}]);
    expect(matched('GET', '/v1/markets/de')).toEqual(['GET /v1/markets/{market}', { market: 'de' }]);
    expect(matched('POST', '/v1/markets/de')).toEqual(['ANY /v1/{proxy+}', { proxy: 'markets/de' }]);
    expect(matched('GET', '/elsewhere')).toEqual(['$default', {}]);
  });

  test('keeps an encoded slash inside its parameter and decodes once', () => {
    expect(matched('GET', '/v1/markets/de/skus/A%2FB%2525%20c')).toEqual([
      'GET /v1/markets/{market}/skus/{sku}',
      { market: 'de', sku: 'A/B%25 c' },
    ]);
  });

  test('hands a badly encoded segment over as it came', () => {
    expect(matched('GET', '/v1/markets/%zz')).toEqual(['GET /v1/markets/{market}', { market: '%zz' }]);
  });

  test('finds nothing where no route fits', () => {
    expect(matchRoute(routes.slice(2), 'GET', '/v1/markets/')).toBeUndefined();
    expect(matchRoute(routes.slice(2), 'PUT', '/v1/markets/de')).toBeUndefined();
  });
});

test('corsHeaders answers only pages of the origins that the API lists', () => {
  const cors = { AllowOrigins: ['https://a.example'], AllowMethods: ['*'], MaxAge: 60 };

  expect(corsHeaders(cors, 'https://b.example')).toEqual({});
  expect(corsHeaders(cors, 'https://a.example')).toEqual({
    'access-control-allow-origin': 'https://a.example',
    'access-control-allow-methods': '*',
    'access-control-max-age': '60',
    vary: 'origin',
  });
});
