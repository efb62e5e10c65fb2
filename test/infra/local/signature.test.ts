import { describe, expect, test } from '@jest/globals';
import { isSignedWith, type SignedRequest } from '../../../infra/local/signature.ts';

const nothing = Buffer.alloc(0);
const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * S3 API reference, "Signature calculations for the authorization header", example "GET Object": the secret and every
 * value are AWS's own.
 */
const getObject: SignedRequest = {
  method: 'GET',
  url: '/test.txt',
  headers: {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': EMPTY_HASH,
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
};

/** S3 API reference, "Authenticating requests: using query parameters", its example. */
const presigned: SignedRequest = {
  method: 'GET',
  url: '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  headers: { host: 'examplebucket.s3.amazonaws.com' },
};

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

describe('isSignedWith', () => {
  test.each([
    ['in its header', getObject],
    ['in its query', presigned],
  ])('takes AWS’s own example of a request signed %s', (_, request) => {
    expect(isSignedWith(secret, request, nothing)).toBe(true);
  });

  test.each<[string, SignedRequest]>([
    ['another key', { ...presigned, url: presigned.url?.replace('test.txt', 'tess.txt') ?? '' }],
    ['another method', { ...presigned, method: 'PUT' }],
    ['a longer life', { ...presigned, url: presigned.url?.replace('86400', '96400') ?? '' }],
    ['a further parameter', { ...presigned, url: `${presigned.url}&versionId=1` }],
    ['another host', { ...presigned, headers: { host: 'other.s3.amazonaws.com' } }],
    ['a signed header changed', { ...getObject, headers: { ...getObject.headers, range: 'bytes=0-' } }],
    ['no signature', { ...getObject, headers: { host: 'examplebucket.s3.amazonaws.com' } }],
    ['half a signature', { ...presigned, url: presigned.url?.slice(0, -2) ?? '' }],
    ['a query that is not well encoded', { ...presigned, url: `${presigned.url}%` }],
  ])('refuses %s', (_, request) => {
    expect(isSignedWith(secret, request, nothing)).toBe(false);
  });

  test('refuses another secret, and a body that is not the signed one', () => {
    expect(isSignedWith('another', getObject, nothing)).toBe(false);
    expect(isSignedWith(secret, getObject, Buffer.from('x'))).toBe(false);
  });

  test('reads a query in whatever order it comes', () => {
    const [path = '', query = ''] = presigned.url?.split('?') ?? [];
    const url = `${path}?${query.split('&').reverse().join('&')}`;

    expect(isSignedWith(secret, { ...presigned, url }, nothing)).toBe(true);
  });
});
