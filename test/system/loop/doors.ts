import { describe, expect, test } from '@jest/globals';
import { type Problem, parseAs, problemSchema, routes } from '../../../lib/domain/index.ts';
import type { RunningStack } from '../running-stack.ts';

/** Who is let in, and what the others learn. */
export function doorTests(stack: () => RunningStack): void {
  describe('a market that is not the caller’s to see here', () => {
    test.each([
      '',
      '/skus',
      '/skus/FA-101',
      '/skus/FA-101/recommendation',
      '/forecasts/FA-101',
      '/segments',
      '/analysis',
    ])('is not there, at home elsewhere or unknown, in the same words: %s', async (path) => {
      const elsewhere = await stack().get(`/eu-central-1/v1/markets/jp${path}`);
      const unknown = await stack().get(`/eu-central-1/v1/markets/xx${path}`);

      expect([elsewhere.status, unknown.status]).toEqual([404, 404]);
      expect(withoutName(elsewhere.body, 'jp')).toEqual(withoutName(unknown.body, 'xx'));
      expect(unknown.headers.get('content-type')).toContain('application/problem+json');
    });

    test('takes no outcome and no run either', async () => {
      const outcomes = { outcomes: [{ key: 'a', sku: 'FA-101', from: '2026-06-01', to: '2026-06-02' }] };

      const elsewhere = await stack().post('/eu-central-1/v1/markets/jp/outcomes', outcomes);
      const unknown = await stack().post('/eu-central-1/v1/markets/xx/outcomes', outcomes);
      const run = await stack().post('/eu-central-1/v1/markets/jp/runs', {});

      expect([elsewhere.status, unknown.status, run.status]).toEqual([404, 404, 404]);
      expect(withoutName(elsewhere.body, 'jp')).toEqual(withoutName(unknown.body, 'xx'));
    });
  });

  describe('without a token', () => {
    test.each(routes.filter(({ scope }) => scope !== null))('$method $path answers 401', async (route) => {
      const path = route.path.replace('{market}', 'de').replace(/\{\w+\}/, 'x');

      const answer = await fetch(`${stack().session.url}${path}`, { method: route.method });

      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    });

    test('liveness and the API’s own description are open', async () => {
      const { url } = stack().session;

      const [health, openapi] = await Promise.all([
        fetch(`${url}/v1/health`),
        fetch(`${url}/v1/openapi.json`),
      ]);

      expect(await health.json()).toEqual({ status: 'ok' });
      expect(await openapi.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
    });

    test('a token that was tampered with is none', async () => {
      const { url, token } = stack().session;
      const [header = '', claims = '', signature = ''] = token.split('.');
      const forged = Buffer.from(claims, 'base64url').toString().replace('"demo', '"gmbh');

      const answer = await fetch(`${url}/v1/markets`, {
        headers: {
          authorization: `Bearer ${header}.${Buffer.from(forged).toString('base64url')}.${signature}`,
        },
      });

      expect(answer.status).toBe(401);
    });
  });
}

/** A problem with the market's name blotted out: what is left must not tell the reason. */
function withoutName(body: unknown, market: string): Problem {
  const problem = parseAs(problemSchema, body, 'a problem');
  const blot = (text: string) => text.replaceAll(new RegExp(`\\b${market}\\b`, 'g'), '·');
  return { ...problem, detail: blot(problem.detail), instance: blot(problem.instance) };
}
