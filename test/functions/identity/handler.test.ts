import { describe, expect, test } from '@jest/globals';
import { createHandler, type TokenEvent } from '../../../functions/identity/handler.ts';
import { ForbiddenError, InputError } from '../../../lib/domain/index.ts';

const claim = createHandler();
const common = {
  region: 'eu-central-1',
  userPoolId: 'pool',
  userName: 'someone',
  callerContext: { awsSdkVersion: '1', clientId: 'client-1' },
  response: { claimsAndScopeOverrideDetails: {} },
};

const ofMachine = (scopes: string[]): TokenEvent => ({
  ...common,
  version: '3',
  triggerSource: 'TokenGeneration_ClientCredentials',
  request: { userAttributes: {}, groupConfiguration: {}, scopes },
});
const ofPerson = (
  userAttributes: Record<string, string>,
  groups: string[],
  scopes: string[],
): TokenEvent => ({
  ...common,
  version: '3',
  triggerSource: 'TokenGeneration_HostedAuth',
  request: { userAttributes, groupConfiguration: { groupsToOverride: groups }, scopes },
});
const grantOf = async (event: TokenEvent) =>
  (await claim(event)).response.claimsAndScopeOverrideDetails.accessTokenGeneration;

describe('identity', () => {
  test("turns a machine's scopes of one merchant into plain ones and its tenant", async () => {
    const requested = ['tradewind-demo/read', 'tradewind-demo/decide:de'];

    expect(await grantOf(ofMachine(requested))).toEqual({
      claimsToAddOrOverride: { merchant: 'demo' },
      scopesToAdd: ['read', 'decide:de'],
      scopesToSuppress: requested,
    });
  });

  test('keeps the rest of the event as the trigger asks', async () => {
    const event = ofMachine(['tradewind-demo/read']);
    expect(await claim(event)).toMatchObject({ version: '3', request: event.request });
  });

  test('refuses a token for two merchants, and one for none', async () => {
    await expect(claim(ofMachine(['tradewind-demo/read', 'tradewind-other/read']))).rejects.toThrow(
      ForbiddenError,
    );
    await expect(claim(ofMachine(['openid']))).rejects.toThrow(ForbiddenError);
    await expect(claim(ofMachine([]))).rejects.toThrow(ForbiddenError);
  });

  test('adds no scope that the API does not have, and takes no odd merchant', async () => {
    expect((await grantOf(ofMachine(['tradewind-demo/root', 'tradewind-demo/read']))).scopesToAdd).toEqual([
      'read',
    ]);
    await expect(claim(ofMachine(['tradewind-Demo#de/read']))).rejects.toThrow(InputError);
  });

  test("gives a person what their groups are named for, in their attribute's merchant", async () => {
    const event = ofPerson({ 'custom:merchant': 'demo' }, ['read', 'decide:jp', 'book club'], ['openid']);

    expect(await grantOf(event)).toEqual({
      claimsToAddOrOverride: { merchant: 'demo' },
      scopesToAdd: ['read', 'decide:jp'],
      scopesToSuppress: [],
    });
  });

  test("takes a resource server's scopes away from a person: they count for nothing", async () => {
    const event = ofPerson(
      { 'custom:merchant': 'demo' },
      ['read'],
      ['openid', 'tradewind-other/admin', 'tradewind-demo/admin'],
    );

    expect(await grantOf(event)).toMatchObject({
      claimsToAddOrOverride: { merchant: 'demo' },
      scopesToAdd: ['read'],
      scopesToSuppress: ['tradewind-other/admin', 'tradewind-demo/admin'],
    });
  });

  test('refuses a person without a merchant', async () => {
    await expect(claim(ofPerson({ email: 'x' }, ['read'], []))).rejects.toThrow(ForbiddenError);
  });
});
