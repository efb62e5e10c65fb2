import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { type Route, routes } from '../../lib/domain/index.ts';
import { type FrontDoor, openFrontDoor, signToken } from './front-door.ts';
import { sampleOf } from './samples.ts';

/** Each test is a walk of every route. */
jest.setTimeout(300_000);

let door: FrontDoor;
beforeAll(async () => {
  door = await openFrontDoor();
});
afterAll(() => door?.stop());

const everything = 'read decide ingest identify admin';
const keyOf = ({ method, path }: Route) => `${method} ${path}`;
const nowSeconds = () => Math.floor(Date.now() / 1000);
const closed: readonly Route[] = routes.filter(({ scope }) => scope !== null);

/** The claims of a caller who may do everything. */
const demo = { merchant: 'demo', scope: everything };

/** Write a token by hand: `alg` and key are the forger's choice. */
function forge(header: object, claims: object, sign: (text: string) => string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${sign(text)}`;
}

/** Tokens that prove nothing, by what is wrong with each; `undefined` is none. */
const worthless: Record<string, () => Promise<string | undefined>> = {
  none: async () => undefined,
  expired: () => door.token({ ...demo, iat: nowSeconds() - 7200, exp: nowSeconds() - 3600 }),
  'expired a second ago': () => door.token({ ...demo, exp: nowSeconds() - 1 }),
  'without an end': async () => {
    const { url, audience, kid, key } = door.issuer;
    return new SignJWT({ ...demo, iss: url, client_id: audience })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(key);
  },
  'not yet valid': () => door.token({ ...demo, nbf: nowSeconds() + 60 }),
  'of another issuer': () => door.token({ ...demo, iss: 'http://127.0.0.1:1/someone' }),
  'of the issuer with a slash more': () => door.token({ ...demo, iss: `${door.issuer.url}/` }),
  'for another audience': () => door.token({ ...demo, aud: 'another-api' }),
  'of another client': () => door.token({ ...demo, client_id: 'another-client' }),
  unsigned: async () =>
    new UnsecuredJWT({ ...demo, client_id: door.issuer.audience })
      .setIssuer(door.issuer.url)
      .setExpirationTime('1h')
      .encode(),
  'signed by HMAC with the public key': async () => {
    const { url, audience, kid, publicPem } = door.issuer;
    const claims = { ...demo, iss: url, client_id: audience, exp: nowSeconds() + 3600 };
    const sign = (text: string) => createHmac('sha256', publicPem).update(text).digest('base64url');
    return forge({ alg: 'HS256', typ: 'JWT', kid }, claims, sign);
  },
  "signed by another key under the issuer's key id": async () => {
    const { privateKey } = await generateKeyPair('RS256');
    return signToken({ ...door.issuer, key: privateKey }, demo);
  },
  'with a key id that the issuer does not have': () =>
    signToken({ ...door.issuer, kid: '../../etc/passwd' }, demo),
  'that brings its own key': async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const { url, audience } = door.issuer;
    return new SignJWT({ ...demo, iss: url, client_id: audience })
      .setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(publicKey), jku: `${url}/jwks.json` })
      .setExpirationTime('1h')
      .sign(privateKey);
  },
  'with claims changed after the signature': async () => {
    const [header, payload = '', signature] = (await door.token({ ...demo, merchant: 'other' })).split('.');
    const claims = Buffer.from(payload, 'base64url').toString().replace('"other"', '"demo"');
    return `${header}.${Buffer.from(claims).toString('base64url')}.${signature}`;
  },
  'with its signature cut off': async () => (await door.token(demo)).split('.').slice(0, 2).join('.'),
  'that is no token': async () => 'a.b.c',
};

describe.each(Object.keys(worthless))('a token %s', (what) => {
  test('opens no route, reaches no function, and says the same on each', async () => {
    const token = await worthless[what]?.();
    const before = [door.heard.length, door.effects()];

    const answers = [];
    for (const route of closed) {
      const { path, query, body } = sampleOf(route);
      const sent = { path, query, body, ...(token === undefined ? {} : { token }) };
      answers.push([keyOf(route), await door.ask(keyOf(route), sent)] as const);
    }

    for (const [key, { status, headers, body }] of answers) {
      expect([key, status, body]).toEqual([key, 401, '{"message":"Unauthorized"}']);
      expect(headers?.['www-authenticate']).toMatch(/^Bearer/);
    }
    expect([door.heard.length, door.effects()]).toEqual(before);
    expect([...(await door.rows())]).toEqual([]);
  });
});

describe('a good token', () => {
  test('is let in on each route: what is refused above is refused for the token alone', async () => {
    const token = await door.token(demo);

    for (const route of closed) {
      const { status } = await door.ask(keyOf(route), { ...sampleOf(route), token });
      expect([keyOf(route), [401, 403].includes(status)]).toEqual([keyOf(route), false]);
    }
  });

  test.each([
    ['no merchant', {}],
    ['an empty merchant', { merchant: '' }],
    ['a list of merchants', { merchant: ['demo', 'other'] }],
    ['a merchant that is no text', { merchant: { name: 'demo' } }],
    ['a merchant that nobody is', { merchant: 'nobody' }],
    ['a merchant in capitals', { merchant: 'DEMO' }],
    ['a key in the place of a merchant', { merchant: 'demo#de' }],
    ['a path in the place of a merchant', { merchant: 'other/../demo' }],
  ])('with %s finds nothing of anybody', async (_, claims) => {
    const token = await door.token({ ...claims, scope: everything });
    const before = await door.rows();

    for (const route of closed.filter(({ path }) => path.includes('{'))) {
      const { status, body } = await door.ask(keyOf(route), { ...sampleOf(route), token });
      expect([keyOf(route), [401, 404].includes(status)]).toEqual([keyOf(route), true]);
      expect(body).not.toMatch(/hinge/i);
    }
    expect(await door.rows()).toEqual(before);
  });
});

describe('a scope', () => {
  test.each(closed.map((route) => [keyOf(route), route] as const))(
    '%s is closed to every other one together, in the same words',
    async (key, route) => {
      const others = ['read', 'decide', 'ingest', 'identify', 'admin'].filter((one) => one !== route.scope);
      const before = await door.rows();
      const heard = door.heard.length;

      for (const scope of ['', others.join(' '), `${route.scope}s`, `${route.scope}`.toUpperCase()]) {
        const token = await door.token({ merchant: 'demo', scope });
        const { status, body } = await door.ask(key, { ...sampleOf(route), token });
        expect([scope, status, body]).toEqual([scope, 403, '{"message":"Forbidden"}']);
      }
      expect([await door.rows(), door.heard.length]).toEqual([before, heard]);
    },
  );

  test.each(closed.filter(({ scope }) => scope === 'decide').map((route) => [keyOf(route), route] as const))(
    '%s is closed to who may decide in another market alone',
    async (key, route) => {
      const before = [await door.rows(), door.effects()];

      for (const scope of ['read decide:gb', 'read decide:jp', 'read decide:', 'read decide:de-at']) {
        const token = await door.token({ merchant: 'demo', scope });
        const { status, body = '' } = await door.ask(key, { ...sampleOf(route), token });
        // of many decisions each is refused by itself
        const refused = [403, 404].includes(status) || /^\{"done":0,/.test(body.toString());
        expect([scope, refused]).toEqual([scope, true]);
      }
      expect([await door.rows(), door.effects()]).toEqual(before);
    },
  );
});
