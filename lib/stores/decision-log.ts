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
  /** Write one act that several markets are told of, as `append` does: an entry each, of different markets; 100 items with the writes. */
  appendAll(
    entries: readonly NewLogEntry[],
    writes: readonly ConditionalWrite[],
  ): Promise<LoggedAct[] | null>;
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
  const appendAll: DecisionLog['appendAll'] = async (entries, writes) => {
    const committed: NewLogEntry[] = [];
    // one after the other: a person's salt is made with the first
    for (const entry of entries) committed.push(await commitNames(salts, entry));
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const placed = await Promise.all(
        committed.map(async (entry) => ({ ...entry, place: (await lastPlace(acts, entry)) + 1 })),
      );
      const lines = placed.map((act) =>
        acts.writing(decisionLogKeys.act(act.merchant, act.market, act.place), act, null),
      );
      const refused = await transact(client, lines, writes);
      if (refused === 'no') return placed;
      if (refused === 'writes') return null;
      await pause(randomInt(Math.min(LONGEST_PAUSE_MS, 2 ** attempt * 5)));
    }
    const markets = entries.map(({ market }) => market).join(', ');
    throw new UpstreamError(`the decision log of ${markets} is too busy: try again`);
  };
  return {
    appendAll,
    append: async (entry, writes) => (await appendAll([entry], writes))?.[0] ?? null,
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
 * @returns what refused: nothing, a place (somebody was faster), or another write's condition
 */
async function transact(
  client: DynamoDBClient,
  lines: readonly ConditionalWrite[],
  writes: readonly ConditionalWrite[],
): Promise<'no' | 'place' | 'writes'> {
  const puts = [...lines, ...writes].map((Put) => ({ Put }));
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: puts }));
    return 'no';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
    if (codes.slice(lines.length).includes('ConditionalCheckFailed')) return 'writes';
    if (codes.some((code) => code === 'ConditionalCheckFailed' || code === 'TransactionConflict'))
      return 'place';
    throw error;
  }
}
