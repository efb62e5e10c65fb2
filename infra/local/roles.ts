import { randomBytes } from 'node:crypto';
import { InputError } from '../../lib/domain/index.ts';
import { isObject, listAt, textAt, textsAt } from './json.ts';
import { account } from './names.ts';
import { type Decision, decide, type Request, readPolicy, type Statement } from './policy.ts';
import type { Resource } from './stacks.ts';

/** Who calls: a role of the template under one session name, or the runner itself. */
export type Caller = { kind: 'administrator' } | { kind: 'role'; roleArn: string; session: string };

/** An access key pair as the SDK takes it. */
export type AccessKey = { accessKeyId: string; secretAccessKey: string };

/** The roles of all stacks: who holds which key, and what each may do. */
export type Roles = {
  /** The runner's own key, which may do everything. */
  administrator: AccessKey;
  /** Make a key for a role; `session` (a function's name) appears in refusals. */
  issueKey(roleArn: string, session: string): AccessKey;
  callerOf(accessKeyId: string): Caller | undefined;
  /** The secret that belongs to a key's id; `undefined` for an id that was not given out here. */
  secretOf(accessKeyId: string): string | undefined;
  decide(caller: Caller, request: Request): Decision;
  /** Note that a call was made under a right. */
  note(caller: Caller, request: Request): void;
  /** Every right that a call was made under since the start. */
  used(): UsedRight[];
};

/** A right as it was used; of a key in a bucket the first part alone, as rights name them: `arn:aws:s3:::lake/runs/*`. */
export type UsedRight = { roleArn: string; action: string; resource: string };

/**
 * Managed policies of AWS that a role may carry: they are about logs and traces alone, which have no endpoint here.
 * Any other stops the start, since its statements are not in the template.
 */
const harmlessManagedPolicies = ['AWSLambdaBasicExecutionRole', 'AWSXRayDaemonWriteAccess'];

/**
 * Read every role with its inline policies and those of `AWS::IAM::Policy`.
 *
 * Keys are random at each start.
 *
 * @throws InputError when a policy holds what the local cloud cannot evaluate
 */
export function readRoles(resources: readonly Resource[]): Roles {
  const statements = new Map<string, Statement[]>();
  const byName = new Map<string, string>();
  for (const role of resources.filter(({ type }) => type === 'AWS::IAM::Role')) {
    // CDK's own deployment helpers carry further managed policies and are never run
    const managed = textsAt(role.properties.ManagedPolicyArns, role.id);
    const unknown = managed.filter(
      (arn) => !harmlessManagedPolicies.some((name) => arn.endsWith(`/${name}`)),
    );
    const refusal: Statement[] = unknown.length > 0 ? refuseAll : [];
    byName.set(role.ref, role.arn);
    statements.set(role.arn, [...refusal, ...inlinePolicies(role)]);
  }
  for (const policy of resources.filter(({ type }) => type === 'AWS::IAM::Policy')) {
    const read = readPolicy(policy.properties.PolicyDocument, `${policy.stack}/${policy.id}`);
    for (const name of textsAt(policy.properties.Roles, policy.id)) {
      const arn = byName.get(name);
      if (arn === undefined)
        throw new InputError(`${policy.id} is for the role ${name}, which no stack holds`);
      statements.get(arn)?.push(...read);
    }
  }
  return createRoles(statements);
}

/** A role with a managed policy that nobody here has read does nothing locally: clearer than to allow too little. */
const refuseAll: Statement[] = [
  {
    effect: 'Deny',
    actions: { not: false, patterns: ['*'] },
    resources: { not: false, patterns: ['*'] },
    conditions: [],
  },
];

function inlinePolicies(role: Resource): Statement[] {
  return listAt(role.properties.Policies).flatMap((policy) =>
    isObject(policy)
      ? readPolicy(policy.PolicyDocument, `${role.id}/${textAt(policy.PolicyName, role.id)}`)
      : [],
  );
}

function createRoles(statements: ReadonlyMap<string, Statement[]>): Roles {
  const holders = new Map<string, { caller: Caller; secretAccessKey: string }>();
  const used = new Map<string, UsedRight>();
  const newKey = (caller: Caller): AccessKey => {
    const accessKeyId = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const secretAccessKey = randomBytes(30).toString('base64');
    holders.set(accessKeyId, { caller, secretAccessKey });
    return { accessKeyId, secretAccessKey };
  };
  return {
    administrator: newKey({ kind: 'administrator' }),
    issueKey: (roleArn, session) => newKey({ kind: 'role', roleArn, session }),
    callerOf: (accessKeyId) => holders.get(accessKeyId)?.caller,
    secretOf: (accessKeyId) => holders.get(accessKeyId)?.secretAccessKey,
    decide: (caller, request) => {
      if (caller.kind === 'administrator') return 'allow';
      const own = statements.get(caller.roleArn);
      // a role that the template does not hold (an imported one) has no statement to allow anything
      return own ? decide(own, request) : 'implicit-deny';
    },
    note: (caller, { action, resource }) => {
      if (caller.kind === 'administrator') return;
      const right = {
        roleArn: caller.roleArn,
        action,
        resource: resource.replace(/^(arn:aws:s3:::[^/]+\/[^/]+\/).*/, '$1*'),
      };
      used.set(Object.values(right).join(' '), right);
    },
    used: () => [...used.values()],
  };
}

/** The sentence with which AWS refuses a call. */
export function refusal(caller: Caller, request: Request, decision: Decision): string {
  const who =
    caller.kind === 'administrator'
      ? 'administrator'
      : `arn:aws:sts::${account}:assumed-role/${caller.roleArn.split('/').at(-1)}/${caller.session}`;
  const why =
    decision === 'explicit-deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${request.action} action`;
  return `User: ${who} is not authorized to perform: ${request.action} on resource: ${request.resource} ${why}`;
}
