export { ApiError } from './api-error.ts';
export type { AnswerBody, CallAnswer, CallArguments, CallParts, ItemOf, ListKey } from './call-types.ts';
export type { Client, ClientOptions } from './client.ts';
export { createClient } from './client.ts';
export type { RetryOptions } from './retry.ts';
