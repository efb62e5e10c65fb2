import { InputError } from '../../lib/domain/index.ts';
import type { Functions } from './functions.ts';
import { type JsonObject, objectAt, parseJson, textsAt } from './json.ts';
import type { Person } from './people.ts';

/** Of a user pool, what its tokens' claims are made with. */
type Issuing = {
  id: string;
  region: string;
  /** ARN of the pre-token-generation function. */
  trigger: string | undefined;
};

/** A machine token's claims, after the pool's trigger has changed them (event version 3). */
export async function machineClaims(
  pool: Issuing,
  clientId: string,
  scopes: string[],
  functions: Functions,
): Promise<JsonObject> {
  const claims = { sub: clientId, client_id: clientId, token_use: 'access', version: 2 };
  const about = {
    ...{ version: '3', triggerSource: 'TokenGeneration_ClientCredentials' },
    request: { userAttributes: {}, groupConfiguration: {}, scopes, clientMetadata: {} },
  };
  return changed(pool, { clientId, claims, scopes, about }, functions);
}

/** Scopes of OpenID Connect that the console asks for: what a person may do comes from their groups. */
const PERSON_SCOPES = ['openid', 'email'];

/** The claims of a person's access token, after the pool's trigger has changed them. */
export async function personClaims(
  pool: Issuing,
  clientId: string,
  { sub, email, merchant, groups }: Person,
  functions: Functions,
): Promise<JsonObject> {
  const claims = {
    ...{ sub, client_id: clientId, username: sub, token_use: 'access', version: 2 },
    'cognito:groups': [...groups],
  };
  const about = {
    ...{ version: '3', triggerSource: 'TokenGeneration_HostedAuth', userName: sub },
    request: {
      userAttributes: { sub, email, 'custom:merchant': merchant },
      groupConfiguration: { groupsToOverride: [...groups], iamRolesToOverride: [], preferredRole: null },
      ...{ scopes: PERSON_SCOPES, clientMetadata: {} },
    },
  };
  return changed(pool, { clientId, claims, scopes: PERSON_SCOPES, about }, functions);
}

type Ask = { clientId: string; claims: JsonObject; scopes: string[]; about: JsonObject };

/** Ask the pool's trigger what a token shall say. @throws InputError when it fails: then none is signed */
async function changed(
  pool: Issuing,
  { clientId, claims, scopes, about }: Ask,
  functions: Functions,
): Promise<JsonObject> {
  if (pool.trigger === undefined) return { ...claims, scope: scopes.join(' ') };
  const event = {
    ...{ region: pool.region, userPoolId: pool.id },
    callerContext: { awsSdkVersion: 'local', clientId },
    response: { claimsAndScopeOverrideDetails: null },
    ...about,
  };
  const outcome = await functions.invoke(pool.trigger, JSON.stringify(event), 'request');
  if (outcome.kind === 'failed') {
    throw new InputError(`PreTokenGeneration failed with error ${outcome.error.errorMessage}.`);
  }
  const response = objectAt(
    objectAt(parseJson(outcome.payload, 'the trigger'), 'trigger').response,
    'response',
  );
  const details = objectAt(response.claimsAndScopeOverrideDetails, 'response');
  return applyChanges(claims, scopes, objectAt(details.accessTokenGeneration, 'accessTokenGeneration'));
}

function applyChanges(claims: JsonObject, scopes: string[], changes: JsonObject): JsonObject {
  const dropped = textsAt(changes.scopesToSuppress, 'scopesToSuppress');
  const added = textsAt(changes.scopesToAdd, 'scopesToAdd');
  const hidden = textsAt(changes.claimsToSuppress, 'claimsToSuppress');
  const kept = [...new Set([...scopes.filter((scope) => !dropped.includes(scope)), ...added])];
  const all = { ...claims, ...objectAt(changes.claimsToAddOrOverride, 'claims') };
  const shown = Object.entries(all).filter(([name]) => !hidden.includes(name));
  return { ...Object.fromEntries(shown), scope: kept.join(' ') };
}
