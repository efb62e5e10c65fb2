import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFNClient } from '@aws-sdk/client-sfn';
import { expect } from '@jest/globals';
import * as z from 'zod/mini';
import { createApi } from '../../../functions/api/api.ts';
import {
  decisionClaimsSchema,
  type ExportMessage,
  type PrivacyMessage,
  type TradewindEvent,
} from '../../../lib/domain/index.ts';
import { createPresigningClient } from '../../../lib/runtime/clients.ts';
import { createCursors } from '../../../lib/runtime/cursor.ts';
import { createCustomerCodes } from '../../../lib/runtime/customer-codes.ts';
import type { HttpAnswer } from '../../../lib/runtime/http-answer.ts';
import type { HttpEvent } from '../../../lib/runtime/http-event.ts';
import { createRunStarter } from '../../../lib/runtime/run-starter.ts';
import { createRunStopper } from '../../../lib/runtime/run-stopper.ts';
import { createSigner } from '../../../lib/runtime/signing.ts';
import { createTenants } from '../../../lib/runtime/tenancy.ts';
import { createDocumentTable } from '../../../lib/stores/documents.ts';
import {
  createProgressStore,
  openAccuracies,
  openAdjustments,
  openAdvice,
  openAnalyses,
  openBuyers,
  openCatalog,
  openControls,
  openDecisions,
  openDriftEnds,
  openDrifts,
  openEarningsLines,
  openExperiments,
  openExports,
  openForecasts,
  openIdentities,
  openLimitsDecisions,
  openLoggedActs,
  openMonthEarnings,
  openOutcomes,
  openPolicies,
  openProofs,
  openPurchaseOrders,
  openRights,
  openRuns,
  openSeals,
  openSegmentations,
  openStockLevels,
  openTargetIndexes,
  openTargetLists,
  openTradeRules,
  openUnitHistories,
  openUntold,
  openUploads,
} from '../../../lib/stores/index.ts';
import { createDownloadSigner, createUploadSigner } from '../../../lib/stores/presigned.ts';
import { objectsInMemory } from '../../stores/objects-in-memory.ts';
import { startEmbeddedDynamo, tables } from '../embedded-dynamo.ts';
import { type Asked, anEvent, bodyOf } from '../http-requests.ts';
import { invoker } from '../invoke.ts';
import { markets, merchants } from '../stored-documents.ts';
import { expectFits } from './openapi-check.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const region = 'eu-central-1';
const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:nightly';
const readSecret = async () => 'a-signing-secret';

export const PSEUDONYM_SECRET = 'a-secret-of-pseudonyms';

/** What a state machine was asked to start. */
export type Started = { name: string; input: unknown };

export const decisionSigner = createSigner('decision', decisionClaimsSchema, readSecret);

/**
 * The API on an embedded DynamoDB, the real presigner, and a Step Functions endpoint that takes every start down. Each
 * answer is held against the OpenAPI document before the test sees it.
 */
export async function startApi() {
  const dynamo = await startEmbeddedDynamo();
  const started: Started[] = [];
  const stopped: string[] = [];
  const stepFunctions = await startStepFunctions(started, stopped);
  const clock = { instant: '2025-02-01T09:00:00.000Z' };
  const epochSeconds = () => Math.floor(Date.parse(clock.instant) / 1000);
  const sfn = new SFNClient({ endpoint: stepFunctions.endpoint, region, credentials, maxAttempts: 1 });
  const now = () => clock.instant;
  const s3 = createPresigningClient(
    { AWS_ENDPOINT_URL_S3: 'local' },
    { endpoint: 'http://127.0.0.1:9', region, credentials },
  );
  const identities = openIdentities({ client: dynamo.client, table: tables.identities, now: epochSeconds });
  const audit: unknown[] = [];
  const told: string[] = [];
  const manifests = new Map<string, string>();
  const wishes: ExportMessage[] = [];
  const announced: TradewindEvent[] = [];
  const bus = { up: true };
  const privacy: PrivacyMessage[] = [];
  const lake = objectsInMemory();
  const log = {
    info: (...line: unknown[]) => {
      audit.push(line);
    },
  };
  const invoke = invoker(
    createApi({
      dynamo: dynamo.client,
      tables,
      tenants: createTenants(merchants, markets),
      decisions: decisionSigner,
      cursors: createCursors(readSecret),
      signUpload: createUploadSigner(s3, 'uploads', now),
      dropped: {
        put: async (key) => {
          told.push(key);
        },
      },
      lake: {
        bucket: 'lake',
        get: (key) => lake.get(key),
        getPart: async (key, from, to) => (await lake.get(key)).slice(from, to),
        put: async (key, body) => {
          manifests.set(key, Buffer.from(body).toString('utf8'));
        },
      },
      startRun: createRunStarter(sfn, MACHINE),
      stopRun: createRunStopper(sfn, MACHINE),
      sendExport: async (message) => {
        wishes.push(message);
      },
      announce: async (events) => {
        if (!bus.up) throw new Error('the bus is down');
        announced.push(...events);
      },
      sendPrivacy: async (message) => {
        privacy.push(message);
      },
      readPseudonyms: async () => PSEUDONYM_SECRET,
      signExport: createDownloadSigner(s3, 'lake', now),
      audit: log,
      customerCodes: createCustomerCodes(identities, async () => PSEUDONYM_SECRET, log),
      now,
      epochSeconds,
    }),
  );
  const checked = async (routeKey: string, event: HttpEvent): Promise<HttpAnswer> => {
    const answer = await invoke(event);
    expectFits(routeKey, answer);
    return answer;
  };
  const at = (table: string) => ({ client: dynamo.client, table, now: epochSeconds });
  return {
    dynamo,
    clock,
    started,
    /** Executions that were stopped. */
    stopped,
    /** What the log was told of codes that were shown. */
    audit,
    /** Keys of what was dropped for ingest to see. */
    told,
    /** What lies in the lake. */
    lake,
    /** Manifests of the lake, by key. */
    manifests,
    /** Events on the bus, and whether it takes any. */
    announced,
    bus,
    /** Messages of the queue of exports, and of that of buyers' requests. */
    wishes,
    privacy,
    ask: (routeKey: string, asked: Asked = {}) => checked(routeKey, anEvent(routeKey, asked)),
    /** The body of an answer that must be 200. */
    ok: async (routeKey: string, asked: Asked = {}) => {
      const answer = await checked(routeKey, anEvent(routeKey, asked));
      expect(answer.statusCode).toBe(200);
      return bodyOf(answer);
    },
    /** Answer an event as a gateway made it, but for the request's id. */
    answer: (event: HttpEvent) =>
      checked(event.routeKey, {
        ...event,
        requestContext: { ...event.requestContext, requestId: 'request-1' },
        // the spread of a union is read as neither of its members
      } as HttpEvent),
    /** Send a body as it stands. */
    askText: (routeKey: string, asked: Asked, body: string) =>
      checked(routeKey, { ...anEvent(routeKey, asked), body }),
    stores: {
      controls: openControls(at(tables.controls)),
      tradeRules: openTradeRules(at(tables.controls)),
      policies: openPolicies(at(tables.policies)),
      adjustments: openAdjustments(at(tables.adjustments)),
      stockLevels: openStockLevels(at(tables.controls)),
      forecasts: openForecasts(at(tables.forecasts)),
      /** Takes any document, as an earlier version may have left it. */
      insights: createDocumentTable(dynamo.client, tables.insights, z.unknown(), epochSeconds),
      segmentations: openSegmentations(at(tables.insights)),
      accuracies: openAccuracies(at(tables.insights)),
      drifts: openDrifts(at(tables.insights)),
      driftEnds: openDriftEnds(at(tables.adjustments)),
      proofs: openProofs(at(tables.insights)),
      months: openMonthEarnings(at(tables.insights)),
      earningsLines: openEarningsLines(at(tables.insights)),
      analyses: openAnalyses(at(tables.insights)),
      buyers: openBuyers(at(tables.insights)),
      advice: openAdvice(at(tables.insights)),
      targetIndexes: openTargetIndexes(at(tables.insights)),
      targetLists: openTargetLists(at(tables.insights)),
      decisions: openDecisions(at(tables.decisions)),
      limitsDecisions: openLimitsDecisions(at(tables.decisions)),
      untold: openUntold(at(tables.decisions)),
      loggedActs: openLoggedActs(at(tables.decisionLog)),
      seals: openSeals(at(tables.decisionLog)),
      rights: openRights(at(tables.controls)),
      purchaseOrders: openPurchaseOrders(at(tables.purchaseOrders)),
      outcomes: openOutcomes(at(tables.outcomes)),
      uploads: openUploads(at(tables.uploads)),
      runs: openRuns(at(tables.runs)),
      catalog: openCatalog(at(tables.catalog)),
      exports: openExports(at(tables.exports)),
      experiments: openExperiments(at(tables.controls)),
      histories: openUnitHistories(at(tables.insights)),
      identities,
      progress: createProgressStore(dynamo.client, tables.runs),
    },
    stop: async () => {
      sfn.destroy();
      await stepFunctions.stop();
      await dynamo.stop();
    },
  };
}

export type Api = Awaited<ReturnType<typeof startApi>>;

/** Answer StartExecution and StopExecution as the service does; a name that contains `2025-01-15` fails. */
async function startStepFunctions(started: Started[], stopped: string[]) {
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const asked: { name: string; input: string; executionArn?: string } = JSON.parse(text);
      if (asked.executionArn !== undefined) {
        stopped.push(asked.executionArn);
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
        response.end(JSON.stringify({ stopDate: 1 }));
        return;
      }
      const { name, input } = asked;
      const fails = name.includes('2025-01-15');
      if (!fails) started.push({ name, input: JSON.parse(input) });
      response.writeHead(fails ? 500 : 200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(fails ? '{}' : JSON.stringify({ executionArn: `arn:${name}`, startDate: 1 }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // a server that listens on a port has an AddressInfo
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
