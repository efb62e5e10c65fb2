import { createHash } from 'node:crypto';
import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import {
  ALL_MARKETS,
  type Decision,
  type DecisionState,
  decisionSchema,
  type LimitsDecision,
  limitsDecisionSchema,
} from '../domain/index.ts';
import { READ_ITEMS, readBatch } from './document-batches.ts';
import {
  cursorOf,
  type DocumentCursor,
  type DocumentKey,
  type DocumentOptions,
  decodeItem,
  keyOfCursor,
} from './document-items.ts';

/** A decision of either kind: of a SKU, or of limits. */
export type AnyDecision = Decision | LimitsDecision;

/** Tells where a decision stands in its lists: written beside it with each of its states. */
export function decisionOptions(merchant: string, decision: AnyDecision, riskMinor: number): DocumentOptions {
  const market = decision.market ?? ALL_MARKETS;
  const { changedAt } = decision;
  const name = 'sku' in decision ? decision.sku : '';
  return {
    numbers: { rank: riskMinor },
    texts: {
      list: listName(merchant, market, decision.state),
      // a row of before has no time of change, and no place in the feed
      ...(changedAt === undefined
        ? {}
        : {
            feed: feedName(merchant, createHash('sha256').update(name).digest('hex').slice(0, 1)),
            change: `${changedAt}#${market}#${name}`,
          }),
    },
  };
}

/** Above any money at risk: a change of limits comes first. */
export const LIMITS_RANK = Number.MAX_SAFE_INTEGER;

const listName = (merchant: string, market: string, state: DecisionState) => `${merchant}#${market}#${state}`;

/**
 * The feed of a merchant is cut in sixteen by the SKU: an index that grows at one end takes a thousand writes a second, and a
 * night makes more.
 */
const DIGITS = [...'0123456789abcdef'];
const feedName = (merchant: string, digit: string) => `${merchant}#${digit}`;

/** A change as the feed names it: texts in the order of time, no two alike. */
export type Change = { change: string; decision: AnyDecision };

/** Decisions by state and by time of change. */
export type DecisionLists = {
  /** Decisions of a market in a state, most money at risk first; `ALL_MARKETS`: of the merchant as a whole. */
  inState(
    asked: { merchant: string; market: string; state: DecisionState },
    page: { limit: number; cursor?: DocumentCursor | undefined },
  ): Promise<{ decisions: AnyDecision[]; cursor?: DocumentCursor }>;
  /**
   * The first decisions that changed after one change up to an instant, each as it is now.
   *
   * @returns last: the change after which the rest is to be asked for; `null` where this is all
   */
  changed(
    merchant: string,
    asked: { after: string; upTo: string; limit: number },
  ): Promise<{ changes: Change[]; last: string | null }>;
};

const anySchema = z.union([decisionSchema, limitsDecisionSchema]);

/**
 * Open the lists of the table `decisions`. Its indexes hold keys alone; what they name is read from the table, so that a
 * decision is never shown older than it is, and one that has just left a state is not shown in it.
 */
export function createDecisionLists(client: DynamoDBClient, table: string): DecisionLists {
  const query = async (input: Omit<QueryCommandInput, 'TableName'>) =>
    client.send(new QueryCommand({ TableName: table, ...input }));
  return {
    inState: async ({ merchant, market, state }, { limit, cursor }) => {
      const answer = await query({
        IndexName: 'byState',
        Limit: limit,
        ScanIndexForward: false,
        KeyConditionExpression: '#list = :list',
        ExpressionAttributeNames: { '#list': 'list' },
        ExpressionAttributeValues: { ':list': { S: listName(merchant, market, state) } },
        ...(cursor === undefined ? {} : { ExclusiveStartKey: keyOfCursor(cursor) }),
      });
      const keys = (answer.Items ?? []).map(keyIn);
      const found = await readAll(client, table, keys);
      const standing = keys
        .flatMap((key) => found.get(nameOf(key)) ?? [])
        .filter((decision) => decision.state === state);
      const { LastEvaluatedKey } = answer;
      return LastEvaluatedKey === undefined
        ? { decisions: standing }
        : { decisions: standing, cursor: cursorOf(LastEvaluatedKey) };
    },
    changed: async (merchant, { after, upTo, limit }) => {
      const parts = await Promise.all(
        DIGITS.map(async (digit) => {
          const { Items = [] } = await query({
            IndexName: 'byChange',
            // one more: the bound itself is among them where it was shown last
            Limit: limit + 1,
            KeyConditionExpression: '#feed = :feed AND #change BETWEEN :after AND :upTo',
            ExpressionAttributeNames: { '#feed': 'feed', '#change': 'change' },
            ExpressionAttributeValues: {
              ':feed': { S: feedName(merchant, digit) },
              ':after': { S: after },
              ':upTo': { S: upTo },
            },
          });
          return Items.map((item) => ({ ...keyIn(item), change: item.change?.S ?? '' }));
        }),
      );
      const ordered = parts
        .flat()
        .filter(({ change }) => change !== after)
        // in the order of the index, which is that of bytes
        .sort((a, b) => Buffer.compare(Buffer.from(a.change), Buffer.from(b.change)));
      const page = ordered.slice(0, limit);
      const found = await readAll(client, table, page);
      const changes = page.flatMap((key) => {
        const decision = found.get(nameOf(key));
        return decision === undefined ? [] : [{ change: key.change, decision }];
      });
      return { changes, last: ordered.length > limit ? (page.at(-1)?.change ?? null) : null };
    },
  };
}

type Item = NonNullable<Awaited<ReturnType<typeof readBatch>>[number]>;

const keyIn = (item: Item): DocumentKey => ({ pk: item.pk?.S ?? '', sk: item.sk?.S ?? '' });

/** Read documents by their keys, as they are now. */
async function readAll(
  client: DynamoDBClient,
  table: string,
  keys: readonly DocumentKey[],
): Promise<Map<string, AnyDecision>> {
  const found = new Map<string, AnyDecision>();
  for (let first = 0; first < keys.length; first += READ_ITEMS)
    for (const item of await readBatch(client, table, keys.slice(first, first + READ_ITEMS), {
      consistent: true,
    })) {
      const decoded = decodeItem(anySchema, table, item, 0);
      if (decoded !== undefined) found.set(nameOf(keyIn(item)), decoded.value);
    }
  return found;
}

const nameOf = ({ pk, sk }: DocumentKey) => JSON.stringify([pk, sk]);
