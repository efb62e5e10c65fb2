import { UpstreamError } from '../domain/index.ts';

/** Credentials as the SDK's clients take them. */
type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/**
 * Stand in for the SDK's chain of credential providers (`@aws-sdk/credential-provider-node`) in every function's bundle: Lambda
 * hands its role's keys over by the environment, for the life of the process, so that files, single sign-on and the clients of
 * other services that the chain brings are read and compiled for nothing.
 *
 * @throws UpstreamError, on a client's first request, where the environment holds no keys
 */
export const defaultProvider = () => async (): Promise<Credentials> => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new UpstreamError('the environment lacks AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY');
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
};
