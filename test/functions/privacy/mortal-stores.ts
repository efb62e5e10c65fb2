import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PrivacyDependencies } from '../../../functions/privacy/handler.ts';
import { UpstreamError } from '../../../lib/domain/index.ts';
import type { PrivacyRoom } from './privacy-room.ts';

/** What a process had written when it died. */
export type Written = 'object' | 'item' | 'catalog' | 'key' | 'request';

const WRITES = /^(Put|Update|Delete|BatchWrite|TransactWrite)Item/;

/**
 * Make the stores of processes that die right after a write that none before them has made; the write is kept.
 *
 * @param seen - the writes that were made, over all processes
 * @param onDeath - told what was written last
 */
export function mortalStores(
  room: PrivacyRoom,
  seen: Set<string>,
  onDeath: (what: Written) => void,
): Partial<PrivacyDependencies> {
  const mortal =
    <Args extends unknown[], Result>(
      what: Written,
      nameOf: (args: readonly unknown[]) => unknown,
      work: (...args: Args) => Promise<Result>,
    ) =>
    async (...args: Args): Promise<Result> => {
      const result = await work(...args);
      const name = `${what} ${JSON.stringify(nameOf(args))}`;
      if (seen.has(name)) return result;
      seen.add(name);
      onDeath(what);
      throw new UpstreamError('the process dies');
    };
  const { lake, dropped, catalog, keys, requests, client } = room;
  const first = ([key]: readonly unknown[]) => key;
  type Command = Parameters<DynamoDBClient['send']>[0];
  const send = (command: Command) =>
    mortal(
      'item',
      () => command.input,
      (one: Command) => client.send(one),
    )(command);
  return {
    lake: {
      ...lake,
      upload: mortal('object', ([, key]) => key, lake.upload),
      put: mortal('object', first, lake.put),
      remove: mortal('object', first, lake.remove),
    },
    dropped: { ...dropped, remove: mortal('object', first, dropped.remove) },
    catalog: { ...catalog, replace: mortal('catalog', first, catalog.replace) },
    keys: { ...keys, replace: mortal('key', first, keys.replace) },
    // a request is written down after each of a hundred places: once a phase says the same
    requests: {
      ...requests,
      replace: async (key, value, ...rest) =>
        mortal('request', () => value.position?.phase ?? value.state, requests.replace)(key, value, ...rest),
    },
    client: new Proxy(client, {
      get: (target, name) =>
        name === 'send'
          ? (command: Command) =>
              WRITES.test(command.constructor.name) ? send(command) : target.send(command)
          : Reflect.get(target, name),
    }),
  };
}
