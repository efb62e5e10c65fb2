import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide, matches, readPolicy } from '../../../infra/local/policy.ts';

const action = fc.constantFrom('s3:GetObject', 's3:PutObject', 'dynamodb:GetItem');
const resource = fc.constantFrom('arn:a', 'arn:b', 'arn:a/b');
const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.array(fc.oneof(action, fc.constantFrom('s3:*', '*', 'S3:get*')), { minLength: 1, maxLength: 3 }),
  Resource: fc.oneof(resource, fc.constantFrom('*', 'arn:a*', 'arn:?')),
});

describe('decide', () => {
  test('refuses whatever any statement denies, whichever others allow it', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), action, resource, (list, asked, place) => {
        const deny = { Effect: 'Deny', Action: asked, Resource: place };
        const statements = readPolicy({ Statement: [...list, deny] }, 'a policy');

        expect(decide(statements, { action: asked, resource: place })).toBe('explicit-deny');
      }),
      { seed: 1 },
    );
  });

  test('allows only what a statement allows: without one everything is refused', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), action, resource, (list, asked, place) => {
        const denials = list.map((each) => ({ ...each, Effect: 'Deny' }));

        expect(
          decide(readPolicy({ Statement: denials }, 'a policy'), { action: asked, resource: place }),
        ).not.toBe('allow');
      }),
      { seed: 1 },
    );
  });

  test('does not depend on the order of statements', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), action, resource, (list, asked, place) => {
        const request = { action: asked, resource: place };
        const forth = decide(readPolicy({ Statement: list }, 'a policy'), request);
        const back = decide(readPolicy({ Statement: list.toReversed() }, 'a policy'), request);

        expect(back).toBe(forth);
      }),
      { seed: 1 },
    );
  });

  test('knows actions without regard to case, and what NotAction and NotResource leave', () => {
    const statements = readPolicy(
      { Statement: { Effect: 'Allow', NotAction: 's3:Delete*', NotResource: 'arn:secret*' } },
      'a policy',
    );

    expect(decide(statements, { action: 'S3:GETOBJECT', resource: 'arn:a' })).toBe('allow');
    expect(decide(statements, { action: 's3:DeleteObject', resource: 'arn:a' })).toBe('implicit-deny');
    expect(decide(statements, { action: 's3:GetObject', resource: 'arn:secret/x' })).toBe('implicit-deny');
  });

  test('holds a condition on where a call comes from', () => {
    const statements = readPolicy(
      {
        Statement: {
          Effect: 'Allow',
          Action: '*',
          Resource: '*',
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:b*' } },
        },
      },
      'a policy',
    );
    const from = (source: string) => ({ action: 'a:B', resource: 'x', context: { 'aws:sourcearn': source } });

    expect(decide(statements, from('arn:bucket'))).toBe('allow');
    expect(decide(statements, from('arn:other'))).toBe('implicit-deny');
    expect(decide(statements, { action: 'a:B', resource: 'x' })).toBe('implicit-deny');
  });

  test('takes the loopback for TLS: a denial of plain connections does not bite', () => {
    const statements = readPolicy(
      {
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          {
            Effect: 'Deny',
            Action: '*',
            Resource: '*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
      'a policy',
    );

    expect(decide(statements, { action: 's3:GetObject', resource: 'arn:a' })).toBe('allow');
  });
});

describe('readPolicy', () => {
  test.each([
    ['an operator', { DateGreaterThan: { 'aws:SourceArn': 'x' } }],
    ['a key', { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } }],
  ])('stops at %s of a condition that it cannot evaluate, naming policy and condition', (_, Condition) => {
    const policy = { Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*', Condition } };

    expect(() => readPolicy(policy, 'Stack/Policy')).toThrow(
      /Stack\/Policy.*(DateGreaterThan|aws:RequestedRegion)/,
    );
  });

  test('passes over statements about keys alone, whatever their conditions', () => {
    const Condition = { StringEquals: { 'kms:ViaService': 's3.amazonaws.com' } };

    expect(
      readPolicy({ Statement: { Effect: 'Allow', Action: ['kms:Decrypt'], Resource: '*', Condition } }, 'p'),
    ).toEqual([]);
  });
});

test('matches decides as the regular expression with the same wildcards does', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (given, asked) => {
      const expression = given.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');

      expect(matches(given, asked)).toBe(new RegExp(`^${expression}$`, 's').test(asked));
    }),
    { seed: 1, numRuns: 500 },
  );
});
