import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { decisionLogKeys, type LoggedAct, type NewLogEntry, UpstreamError } from '../domain/index.ts';
import type { ConditionalWrite, DocumentTable } from './documents.ts';
import type { LogSalts } from './log-salts.ts';

/** Appends what persons do, together with what it changes. */
export type DecisionLog = {
  /**
   * Write an entry and what it tells of, all or nothing: `append(entry, [decisions.writing(key, next, version)])`.
   *
   * Names in the entry are turned into commitments here. Two that meet are put one after the other.
   *
   * @param writes - at most 99, each of another item
   * @returns the act with its place in the log; `null`, with nothing written, where a condition of `writes` does not hold
   * @throws UpstreamError when other writers were faster twenty times
   */
  append(entry: NewLogEntry, writes: readonly ConditionalWrite[]): Promise<LoggedAct | null>;
};

export type DecisionLogTables = {
  client: DynamoDBClient;
  acts: Pick<DocumentTable<LoggedAct>, 'query' | 'writing'>;
  salts: Pick<LogSalts, 'commit'>;
};

const TRIES = 20;
const LONGEST_PAUSE_MS = 200;

/** Open the log that persons' acts are appended to. */
export function createDecisionLog({ client, acts, salts }: DecisionLogTables): DecisionLog {
  return {
    append: async (entry, writes) => {
      const committed = await commitNames(salts, entry);
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const act = { ...committed, place: (await lastPlace(acts, entry)) + 1 };
        const key = decisionLogKeys.act(entry.merchant, entry.market, act.place);
        const refused = await transact(client, [acts.writing(key, act, null), ...writes]);
        if (refused === 'no') return act;
        if (refused === 'writes') return null;
        await pause(randomInt(Math.min(LONGEST_PAUSE_MS, 2 ** attempt * 5)));
      }
      throw new UpstreamError(`the decision log of ${entry.market} is too busy: try again`);
    },
  };
}

async function commitNames(salts: Pick<LogSalts, 'commit'>, entry: NewLogEntry): Promise<NewLogEntry> {
  const { merchant, by, onBehalfOf, buyer } = entry;
  const commit = (kind: 'person' | 'buyer', name: string) => salts.commit(merchant, { kind, name });
  return {
    ...entry,
    by: await commit('person', by),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf: await commit('person', onBehalfOf) }),
    ...(buyer === undefined ? {} : { buyer: await commit('buyer', buyer) }),
  };
}

/** The newest act's place; 0 in an empty log. */
async function lastPlace(
  acts: Pick<DocumentTable<LoggedAct>, 'query'>,
  { merchant, market }: NewLogEntry,
): Promise<number> {
  const { pk } = decisionLogKeys.act(merchant, market, 1);
  const { items } = await acts.query(pk, { descending: true, limit: 1, consistent: true });
  return items[0]?.value.place ?? 0;
}

/**
 * Write all or nothing. The SDK gives each transaction a token of its own, so that one whose answer was lost is not made twice.
 *
 * @returns what refused: nothing, the place (somebody was faster), or another write's condition
 */
async function transact(
  client: DynamoDBClient,
  [act, ...writes]: readonly ConditionalWrite[],
): Promise<'no' | 'place' | 'writes'> {
  const puts = [act, ...writes].map((Put) => ({ Put }));
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: puts }));
    return 'no';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    if (codes.slice(1).includes('ConditionalCheckFailed')) return 'writes';
    if (codes[0] === 'ConditionalCheckFailed' || codes.includes('TransactionConflict')) return 'place';
    throw error;
  }
}
