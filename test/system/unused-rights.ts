import { functionNames } from '../../infra/constructs/function-catalog.ts';
import { functionRights } from '../../infra/constructs/function-rights.ts';
import type { Rights } from '../../infra/constructs/right-kinds.ts';
import type { UsedRight } from '../../infra/local/roles.ts';

/** A right by its words in `function-rights.ts`, and whether a call that was made needed it. */
type Held = { words: string; isUsed: (right: Pick<UsedRight, 'action' | 'resource'>) => boolean };

/**
 * List the rights of functions that no call was made under, as `plan: read adjustments`.
 *
 * @param names - the functions that are looked at
 */
export function unusedRights(used: readonly UsedRight[], names: readonly string[]): string[] {
  return functionNames
    .filter((name) => names.includes(name))
    .flatMap((name) => {
      const own = used.filter(({ roleArn }) => roleArn.toLowerCase().includes(`functions${name}role`));
      return heldBy(functionRights[name])
        .filter(({ isUsed }) => !own.some(isUsed))
        .map(({ words }) => `${name}: ${words}`);
    });
}

const READS = /:(GetItem|BatchGetItem|Query|Scan)$/;
const WRITES = /:(PutItem|UpdateItem|DeleteItem|BatchWriteItem)$/;

const OBJECT_ACTIONS = { read: 's3:GetObject', write: 's3:PutObject', remove: 's3:DeleteObject' } as const;

function heldBy({
  tables = {},
  objects = [],
  secrets = [],
  worklist,
  decisionLists,
  runs,
  stopRuns,
  exports,
  announce,
}: Rights): Held[] {
  return [
    ...Object.entries(tables).flatMap(([table, access]) => heldOnTable(table, access)),
    ...objects.flatMap(({ bucket, prefix, access, list }) => {
      const under = new RegExp(`:::[^/]*${bucket}[^/]*/${prefix}`);
      const place = `${bucket}/${prefix}`;
      const action = OBJECT_ACTIONS[access];
      return [
        {
          words: `${access} ${place}`,
          isUsed: (right) => right.action === action && under.test(right.resource),
        },
        ...(list === true
          ? [actionOn(`list ${bucket}`, 's3:ListBucket', new RegExp(`:::[^/]*${bucket}`))]
          : []),
      ] satisfies Held[];
    }),
    ...secrets.map((secret) =>
      actionOn(`secret ${secret}`, 'secretsmanager:GetSecretValue', new RegExp(secret, 'i')),
    ),
    ...(worklist === true ? [actionOn('ask the worklist', 'dynamodb:Query', /\/index\/byRisk$/)] : []),
    ...(decisionLists === true
      ? ['byState', 'byChange'].map((index) =>
          actionOn(`ask decisions ${index}`, 'dynamodb:Query', new RegExp(`/index/${index}$`)),
        )
      : []),
    ...(exports === true ? [actionOn('ask for exports', 'sqs:SendMessage', /:sqs:/)] : []),
    ...(runs === true ? [actionOn('start runs', 'states:StartExecution', /./)] : []),
    ...(stopRuns === true ? [actionOn('stop runs', 'states:StopExecution', /./)] : []),
    ...(announce === true ? [actionOn('announce', 'events:PutEvents', /./)] : []),
  ];
}

function heldOnTable(table: string, access: string): Held[] {
  const on = new RegExp(`:table/[^/]*tables${table}`, 'i');
  const held = (verb: string, actions: RegExp): Held => ({
    words: `${verb} ${table}`,
    isUsed: ({ action, resource }) => actions.test(action) && on.test(resource),
  });
  return [
    ...(access === 'write' ? [] : [held('read', READS)]),
    ...(access === 'read' || access === 'batchRead' ? [] : [held('write', WRITES)]),
  ];
}

function actionOn(words: string, action: string, on: RegExp): Held {
  return { words, isUsed: (right) => right.action === action && on.test(right.resource) };
}
