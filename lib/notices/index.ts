export type { Digest, DigestFacts, DigestRun, RefusedUpload, StaleData, WaitingUpload } from './digest.ts';
export { composeDigest } from './digest.ts';
export { retryDelaySeconds } from './retry-delay.ts';
