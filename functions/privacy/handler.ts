import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@aws-lambda-powertools/logger';
import {
  ConflictError,
  type PrivacyMessage,
  type PrivacyRequest,
  parseAs,
  privacyKeys,
  privacyMessageSchema,
} from '../../lib/domain/index.ts';
import { type Pseudonyms, privacyExpiry } from '../../lib/runtime/index.ts';
import { openDatabase, type PrivacyRequestTable } from '../../lib/stores/index.ts';
import { collectTraces } from './collect.ts';
import { eraseBuyer, type NextStep } from './erase.ts';
import type { Work } from './places.ts';
import { type RehashStores, rehashBuyers } from './rehash.ts';

export type PrivacyDependencies = RehashStores & {
  requests: Pick<PrivacyRequestTable, 'get' | 'replace'>;
  pseudonymsOf(merchant: string, keyVersion: number): Promise<Pseudonyms>;
  /** Send the message again, to be read after some seconds. */
  again(message: PrivacyMessage, delaySeconds: number): Promise<void>;
  /** The present moment, RFC 3339. */
  now: () => string;
  temporaryDirectory: string;
  logger: Pick<Logger, 'info' | 'warn'>;
};

/** A message of the queue: its text, whether this is its last time, and whether the function's time is nearly over. */
export type PrivacyDelivery = { body: string; last: boolean; outOfTime(): boolean };

const MEMORY_MIB = 768;

/**
 * Do what a buyer asked for, store by store, and write down how far it came: whoever dies is followed by one that goes on
 * there. Every step done twice is as if done once.
 *
 * @returns a function of one message; it throws only for faults that a retry may heal
 */
export const createHandler =
  (dependencies: PrivacyDependencies) =>
  async ({ body, last, outOfTime }: PrivacyDelivery): Promise<void> => {
    const message = parseAs(privacyMessageSchema, JSON.parse(body), 'the message');
    const { requests, temporaryDirectory, logger } = dependencies;
    const key = privacyKeys.request(message.merchant, message.request);
    const stored = await requests.get(key, { consistent: true });
    const isSettled = stored?.value.subject === undefined && stored?.value.keys === undefined;
    if (stored === undefined || isSettled || stored.value.state === 'done')
      return logger.info('a privacy request that is settled or gone', message);
    let { value, version } = stored;
    const keep = async (next: PrivacyRequest) => {
      if (!(await requests.replace(key, next, version, privacyExpiry(next))))
        throw new ConflictError(`the request ${next.request} is being worked on by a twin`);
      [value, version] = [next, version + 1];
    };
    const directory = await mkdtemp(join(temporaryDirectory, 'privacy-'));
    const database = await openDatabase({ directory, memoryMib: MEMORY_MIB });
    try {
      const work = { ...message, ...{ directory, database, keep, outOfTime } };
      const delay = await workOn(dependencies, value, work);
      if (delay !== 'done') await dependencies.again(message, delay);
      logger.info('privacy request', { ...message, kind: value.kind, state: value.state });
    } catch (error) {
      if (last && !(error instanceof ConflictError)) await keep(failed(value));
      throw error;
    } finally {
      database.close();
      await rm(directory, { recursive: true, force: true });
    }
  };

async function workOn(
  dependencies: PrivacyDependencies,
  request: PrivacyRequest,
  work: Work,
): Promise<NextStep> {
  switch (request.kind) {
    case 'erase':
      return eraseBuyer(dependencies, request, work);
    case 'export':
      return collectTraces(dependencies, request, work);
    case 'rehash':
      return rehashBuyers(dependencies, request, work);
  }
}

/** It keeps its subject and its place: asked for again it goes on there. */
const failed = (request: PrivacyRequest): PrivacyRequest => ({
  ...request,
  state: 'failed',
  reason: 'it failed each time: ask for it again, it goes on where it stopped',
});
