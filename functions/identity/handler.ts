import type { PreTokenGenerationV2TriggerEvent, PreTokenGenerationV3TriggerEvent } from 'aws-lambda';
import { ForbiddenError, merchantName, parseAs, scopes } from '../../lib/domain/index.ts';

/** What Cognito asks before it signs a token: of a machine client (V3 alone has those) or of a person. */
export type TokenEvent =
  | PreTokenGenerationV3TriggerEvent
  | (Omit<PreTokenGenerationV2TriggerEvent, 'version'> & { version: string });

/** A token's tenant and what it may do. */
type Grant = { merchant: string; scopes: string[] };

/** A scope of a merchant's resource server: `tradewind-demo/read`, `tradewind-demo/decide:de`. */
const MERCHANT_SCOPE = /^tradewind-([^/]+)\/(.+)$/;

/**
 * Put the tenant into an access token: the claim `merchant`, and plain scopes in the place of the merchant's own.
 *
 * A machine client is given what it asked of one merchant's resource server; a person what their groups are named for, in
 * the merchant of their attribute `custom:merchant`, which only an administrator writes. Whatever a person's page asked
 * of a resource server counts for nothing and is taken out.
 *
 * @throws ForbiddenError when a token would have no merchant or two: then none is signed
 */
export const createHandler = () => async (event: TokenEvent) => {
  const requested = event.request.scopes ?? [];
  const grant =
    event.triggerSource === 'TokenGeneration_ClientCredentials'
      ? grantMachine(requested)
      : grantPerson(event.request.userAttributes, event.request.groupConfiguration.groupsToOverride ?? []);
  return {
    ...event,
    response: {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: {
          claimsToAddOrOverride: { merchant: grant.merchant },
          scopesToAdd: grant.scopes,
          scopesToSuppress: requested.filter((scope) => MERCHANT_SCOPE.test(scope)),
        },
      },
    },
  };
};

function grantMachine(requested: readonly string[]): Grant {
  const found = requested.flatMap((scope) => {
    const [, merchant, plain] = MERCHANT_SCOPE.exec(scope) ?? [];
    return merchant === undefined || plain === undefined ? [] : [{ merchant, plain }];
  });
  const merchants = new Set(found.map(({ merchant }) => merchant));
  const [merchant] = merchants;
  if (merchant === undefined) throw new ForbiddenError('the client asks for no scope of a merchant');
  if (merchants.size > 1) throw new ForbiddenError('one token can not be for two merchants');
  return {
    merchant: parseAs(merchantName, merchant, 'the merchant of the scopes'),
    scopes: found.map(({ plain }) => plain).filter(isScope),
  };
}

function grantPerson(attributes: Readonly<Record<string, string>>, groups: readonly string[]): Grant {
  const merchant = attributes['custom:merchant'];
  if (merchant === undefined || merchant === '') throw new ForbiddenError('the user belongs to no merchant');
  return { merchant: parseAs(merchantName, merchant, "the user's merchant"), scopes: groups.filter(isScope) };
}

/** A scope of the API, or the right to decide in one market; groups and scopes of other uses give nothing. */
function isScope(name: string): boolean {
  return scopes.some((scope) => scope === name) || /^decide:[a-z]{2}(-[a-z0-9]{1,8})?$/.test(name);
}
