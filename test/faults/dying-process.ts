import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Pluggable } from '@smithy/types';

/** When a process dies: at its so-many-th call of a service, from 1, and whether the service has carried that call out. */
export type Death = { call: number; carriedOut: boolean };

/** What a process that dies throws from then on; nobody retries it. */
export class ProcessDied extends Error {}

/** The calls that a process made, by name, in order. */
export type Calls = { names: string[] };

/**
 * Let the process that these clients belong to die at a call; every later call throws as well, since a dead process makes
 * none. Without a death it only counts.
 */
export function letDie(clients: readonly (DynamoDBClient | S3Client)[], death?: Death): Calls {
  const calls: Calls = { names: [] };
  for (const client of clients) {
    // the two clients' stacks have types of their own, which a plugin for both can't name
    const stack = client.middlewareStack as { use(plugin: AnyPlugin): void };
    stack.use(mortal(calls, death));
  }
  return calls;
}

// biome-ignore lint/suspicious/noExplicitAny: a plugin serves clients of every service, whose inputs differ
type AnyPlugin = Pluggable<any, any>;

function mortal(calls: Calls, death: Death | undefined): AnyPlugin {
  return {
    applyToStack: (stack) =>
      stack.add(
        (next, context) => async (given) => {
          const number = calls.names.push(String(context.commandName));
          if (death !== undefined && (number > death.call || (number === death.call && !death.carriedOut)))
            throw new ProcessDied(`at call ${number}`);
          const answer = await next(given);
          if (number === death?.call) throw new ProcessDied(`after call ${number}`);
          return answer;
        },
        { step: 'initialize', priority: 'high', name: 'mortal' },
      ),
  };
}
