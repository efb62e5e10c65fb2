import { describe, expect, test } from '@jest/globals';
import {
  AppError,
  ConflictError,
  ForbiddenError,
  InputError,
  NotFoundError,
  UpstreamError,
} from '../../lib/domain/index.ts';
import { problemOf } from '../../lib/runtime/problem.ts';

const request = { requestId: 'r-1', path: '/v1/markets/de/skus/Ä 1' };

describe('problemOf', () => {
  test.each([
    [new AppError('malformed', 'm'), 400],
    [new AppError('unauthenticated', 'm'), 401],
    [new ForbiddenError('m'), 403],
    [new NotFoundError('m'), 404],
    [new ConflictError('m'), 409],
    [new AppError('too-large', 'm'), 413],
    [new InputError('m'), 422],
  ])('%s is told with its own words', (error, status) => {
    expect(problemOf(error, request)).toMatchObject({ status, detail: 'm' });
  });

  test.each([
    [new UpstreamError('the table secret-table is gone'), 502],
    [new TypeError('arn:aws:dynamodb:…'), 500],
    ['a thrown text', 500],
    [undefined, 500],
  ])('%s tells the request id alone', (error, status) => {
    expect(problemOf(error, request)).toMatchObject({ status, detail: 'request r-1 failed' });
  });

  test('points to what does not fit, and writes the path as a URI', () => {
    const issues = [{ pointer: '/asOf', detail: 'is no date' }];

    expect(problemOf(new InputError('m', { issues }), request)).toEqual({
      type: 'urn:tradewind:problem:invalid-input',
      title: 'Unprocessable Content',
      status: 422,
      detail: 'm',
      instance: '/v1/markets/de/skus/%C3%84%201',
      errors: issues,
    });
  });

  test.each([
    ['/v1/markets/de/skus/a%2Fb', '/v1/markets/de/skus/a%2Fb'],
    ['/v1/markets/de/skus/100%', '/v1/markets/de/skus/100%25'],
    ['/v1/markets/de/skus/\ud800', '/v1/markets/de/skus/%EF%BF%BD'],
  ])('writes the path %j as the URI %s, encoded once', (path, instance) => {
    expect(problemOf(new InputError('m'), { ...request, path }).instance).toBe(instance);
  });
});
