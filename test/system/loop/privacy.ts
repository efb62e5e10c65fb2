import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { generateDemo } from '../../../infra/local/demo/index.ts';
import { rowsOf } from '../../infra/local/demo/read-demo.ts';
import type { RunningStack } from '../running-stack.ts';

const MARKETS = ['de', 'gb', 'jp', 'us'];
const PERSONAL = ['customer_id', 'name', 'contact_name', 'email', 'phone'];

/** What must not be seen of the buyers. */
export function privacyTests(stack: () => RunningStack, stateDirectory: () => string): void {
  test('writes nothing about a customer into the logs: no code, name, e-mail or phone number', () => {
    const files = generateDemo();
    const folder = join(stateDirectory(), 'logs');
    const logs = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));

    const text = logs.join('\n') + stack().printed();

    const personal = MARKETS.flatMap((market) => rowsOf(files, market, 'customers')).flatMap((row) =>
      PERSONAL.map((column) => row[column] ?? '').filter((value) => value !== ''),
    );
    expect(new Set(personal).size).toBeGreaterThan(1000);
    expect(text).toContain('"message":"upload read"');
    expect([...new Set(personal)].filter((value) => text.includes(value))).toEqual([]);
  });
}
