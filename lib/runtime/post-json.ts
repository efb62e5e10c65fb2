import { lookup } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopback } from '../domain/index.ts';
import { kindOfAddress } from './reachable-address.ts';

/** What is posted, and where to. */
export type Post = {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** For all of it: finding the address, connecting, sending, and the first line of the answer. */
  timeoutMs: number;
  /** True where an address of a private network may be called. */
  privateNetwork: boolean;
};

/** What came of it; `retryAfterSeconds` where the answer asks for time. */
export type PostAnswer =
  | { kind: 'answered'; status: number; retryAfterSeconds?: number }
  | { kind: 'unanswered'; reason: string };

/**
 * Post JSON to a server that somebody else named. No redirect is followed, no more of the answer is read than its head, and the
 * address that a name stands for is checked where the connection is made, so that a name can't stand for another one by then:
 * addresses of the machine, of the cloud's metadata and (unless allowed) of private networks are not called.
 */
export function postJson(post: Post): Promise<PostAnswer> {
  const { hostname, protocol } = new URL(post.url);
  const literal = hostname.replace(/^\[|\]$/g, '');
  const mayCall = (address: string): boolean => {
    const kind = kindOfAddress(address);
    if (kind === 'public') return true;
    return kind === 'loopback' ? isLoopback(post.url) : kind === 'private' && post.privateNetwork;
  };
  // a literal address is never looked up
  if (isIP(literal) !== 0 && !mayCall(literal)) return Promise.resolve(unanswered(refusalOf(literal)));
  const open = protocol === 'https:' ? secureRequest : plainRequest;
  return new Promise((settle) => {
    const request = open(
      post.url,
      {
        method: 'POST',
        headers: {
          ...post.headers,
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(post.body)),
        },
        agent: false,
        lookup: checkedLookup(mayCall),
        signal: AbortSignal.timeout(post.timeoutMs),
      },
      (response) => {
        const { statusCode = 0, headers } = response;
        settle({ kind: 'answered', status: statusCode, ...waitAsked(headers['retry-after']) });
        response.destroy();
      },
    );
    request.on('error', (error) => settle(unanswered(reasonOf(error, post.timeoutMs))));
    request.end(post.body);
  });
}

/** Look a name up and refuse it where any of its addresses may not be called. */
function checkedLookup(mayCall: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const refused = addresses?.find(({ address }) => !mayCall(address));
      const [first] = addresses ?? [];
      if (error !== null) callback(error, '', 0);
      else if (refused !== undefined) callback(new Error(refusalOf(refused.address)), '', 0);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}

const refusalOf = (address: string): string => `${address} is no address of the internet: it is not called`;

const unanswered = (reason: string): PostAnswer => ({ kind: 'unanswered', reason });

function reasonOf(error: Error, timeoutMs: number): string {
  return error.name === 'AbortError' || error.name === 'TimeoutError'
    ? `no answer within ${timeoutMs} ms`
    : error.message || error.name;
}

/** Seconds alone: a date would need the receiver's clock. */
function waitAsked(header: string | undefined): { retryAfterSeconds?: number } {
  return header !== undefined && /^\d{1,6}$/.test(header) ? { retryAfterSeconds: Number(header) } : {};
}
