import { UpstreamError } from './errors.ts';

/** What an error of a service's client may tell of itself, by the AWS SDK's names. */
type Told = {
  name?: unknown;
  code?: unknown;
  $retryable?: unknown;
  $fault?: unknown;
  $metadata?: { httpStatusCode?: number };
};

/** Codes of a connection that broke or was never made. */
const BROKEN = [
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'EAI_AGAIN',
];

/** Names under which services refuse what is too much at once. */
const REFUSALS = [
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  'TimeoutError',
];

/** Tell whether an error is a fault of a service or of the way to it, which another try later may not meet. */
export function isPassingFault(error: unknown): boolean {
  if (error instanceof UpstreamError) return true;
  if (typeof error !== 'object' || error === null) return false;
  const { name, code, $retryable, $fault, $metadata }: Told = error;
  const status = $metadata?.httpStatusCode ?? 0;
  const isRefusal = $retryable !== undefined || $fault === 'server' || status >= 500 || status === 429;
  return isRefusal || isOf(REFUSALS, name) || isOf(BROKEN, code);
}

const isOf = (list: readonly string[], value: unknown) => typeof value === 'string' && list.includes(value);
