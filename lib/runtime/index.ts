export {
  createDynamoClient,
  createEventBridgeClient,
  createPresigningClient,
  createS3Client,
  PATIENT_ATTEMPTS,
  PROMPT_ATTEMPTS,
} from './clients.ts';
export { epochSecondsNow, instantNow } from './clock.ts';
export { readConfiguration } from './configuration.ts';
export type { CursorKey, Cursors } from './cursor.ts';
export { createCursors } from './cursor.ts';
export type { CustomerCodes } from './customer-codes.ts';
export { createCustomerCodes, withCodes } from './customer-codes.ts';
export type { CustomerNames } from './customer-names.ts';
export { createCustomerNames } from './customer-names.ts';
export type { EventBus } from './event-bus.ts';
export { createEventBus } from './event-bus.ts';
export { exportEndsAt, exportExpiry, lastTryEndsAt } from './export-times.ts';
export type { HttpAnswer } from './http-answer.ts';
export { jsonAnswer } from './http-answer.ts';
export { jsonBodyOf, MAX_BODY_BYTES } from './http-body.ts';
export type { Caller, HttpEvent } from './http-event.ts';
export { callerOf, pathParameter, queryOf, requireScope } from './http-event.ts';
export { httpFunction } from './http-function.ts';
export { createLogger } from './logger.ts';
export { knownUntil, todayIn } from './market-today.ts';
export type { MessageSender } from './message-sender.ts';
export { createMessageSender } from './message-sender.ts';
export { openApiDocument } from './openapi.ts';
export type { Post, PostAnswer } from './post-json.ts';
export { postJson } from './post-json.ts';
export { privacyExpiry } from './privacy-times.ts';
export { problemOf } from './problem.ts';
export type { Pseudonyms } from './pseudonyms.ts';
export { createPseudonyms, pseudonymsInUse, pseudonymsOfVersion } from './pseudonyms.ts';
export type { QueueMessage } from './queue-step.ts';
export { queueStep } from './queue-step.ts';
export { createRotatingSecretReader } from './rotating-secrets.ts';
export type { DueRunStarter, RunStarter } from './run-starter.ts';
export { createDueRunStarter, createRunStarter, dueExecution } from './run-starter.ts';
export type { RunStopper } from './run-stopper.ts';
export { createRunStopper } from './run-stopper.ts';
export { createSecretReader } from './secrets.ts';
export type { Signer, TokenPurpose } from './signing.ts';
export { createSigner } from './signing.ts';
export { batchStep } from './step.ts';
export type { Tenants } from './tenancy.ts';
export { createTenants } from './tenancy.ts';
export { timeSortedId } from './time-sorted-id.ts';
export type { SignedContent } from './webhook-signature.ts';
export { signWebhook } from './webhook-signature.ts';
