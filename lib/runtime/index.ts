export { createDynamoClient, createS3Client } from './clients.ts';
export { epochSecondsNow, instantNow } from './clock.ts';
export { readConfiguration } from './configuration.ts';
export { createLogger } from './logger.ts';
export type { Pseudonyms } from './pseudonyms.ts';
export { createPseudonyms } from './pseudonyms.ts';
export { createSecretReader } from './secrets.ts';
export { batchStep } from './step.ts';
