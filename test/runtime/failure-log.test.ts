import { describe, expect, jest, test } from '@jest/globals';
import { createFailureLog } from '../../lib/runtime/failure-log.ts';

describe('the log of failures', () => {
  test('has written its line, with request and cause, once it resolves: the process may stop right then', async () => {
    const lines: string[] = [];
    const written = jest.spyOn(process.stderr, 'write').mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
    const log = createFailureLog();

    await log.error('request failed', { requestId: 'r-1', error: new Error('no table') });
    await log.error('request failed', { requestId: 'r-2', error: new Error('no table') });
    written.mockRestore();

    const told = lines.map((line) => JSON.parse(line));
    expect(told).toMatchObject([
      { level: 'ERROR', message: 'request failed', requestId: 'r-1', error: { message: 'no table' } },
      { level: 'ERROR', message: 'request failed', requestId: 'r-2' },
    ]);
  });
});
