import { createHash } from 'node:crypto';
import { listAt, objectAt, textAt, textsAt } from './json.ts';
import type { Resource } from './stacks.ts';

/** Somebody who may sign in locally. */
export type Person = {
  /** As tokens name them. */
  sub: string;
  email: string;
  name: string;
  merchant: string;
  /** Groups carry the names of scopes. */
  groups: readonly string[];
};

/** A page that people sign in at: it keeps no secret. */
export type PublicClient = { clientId: string; callbackUrls: readonly string[] };

/** A merchant's resource server. */
const OF_MERCHANT = /^tradewind-(.+)$/;

/**
 * Make up the people of a pool: in the cloud an administrator does. Of each merchant two who may do everything, so that what needs two
 * persons can be tried, and one who may only look.
 */
export function peopleOf(resources: readonly Resource[], poolId: string): Person[] {
  return resources
    .filter(
      ({ type, properties }) => isOf(type, 'UserPoolResourceServer') && properties.UserPoolId === poolId,
    )
    .flatMap(({ id, properties }) => {
      const [, merchant] = OF_MERCHANT.exec(textAt(properties.Identifier, id)) ?? [];
      if (merchant === undefined) return [];
      const scopes = listAt(properties.Scopes).map((scope) => textAt(objectAt(scope, id).ScopeName, id));
      return [
        person(merchant, 'Anna', scopes),
        person(merchant, 'Ben', scopes),
        person(merchant, 'Vera', ['read']),
      ];
    });
}

function person(merchant: string, name: string, groups: readonly string[]): Person {
  const email = `${name.toLowerCase()}@${merchant}.example`;
  return { sub: subjectOf(email), email, name, merchant, groups };
}

/** The same person has the same subject in every start, in the form of a UUID as Cognito's have. */
function subjectOf(email: string): string {
  const hex = createHash('sha256').update(email).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The clients of a pool that people sign in at by authorization code. */
export function publicClientsOf(resources: readonly Resource[], poolId: string): PublicClient[] {
  return resources
    .filter(
      ({ type, properties }) =>
        isOf(type, 'UserPoolClient') &&
        properties.UserPoolId === poolId &&
        listAt(properties.AllowedOAuthFlows).includes('code'),
    )
    .map(({ id, ref, properties }) => ({
      clientId: ref,
      callbackUrls: textsAt(properties.CallbackURLs, id),
    }));
}

const isOf = (type: string, name: string) => type === `AWS::Cognito::${name}`;
