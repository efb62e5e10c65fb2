import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const page = readFileSync('docs/security.md', 'utf8');

/** Tests that the page names: a file, and the names in quotes after it. */
const named = [...page.matchAll(/`(test\/[\w./-]+\.ts)`((?:[:,] “[^”]+”)*)/g)].map(
  ([, file = '', names = '']) => ({
    file,
    names: [...names.matchAll(/“([^”]+)”/g)].map(([, name = '']) => name),
  }),
);

/** The rows of a table by their first cell. */
const rowsOf = (heading: string) =>
  (page.split(`\n${heading}\n`)[1]?.split(/\n##? /)[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| |'))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));

describe('docs/security.md', () => {
  test('names files that are there, and tests that are in them', () => {
    expect(named.length).toBeGreaterThan(50);
    for (const { file, names } of named) {
      expect([file, existsSync(file)]).toEqual([file, true]);
      // as it is written in the file, in either kind of quotes
      const source = readFileSync(file, 'utf8').replaceAll("\\'", "'");
      for (const name of names) expect([file, name, source.includes(name)]).toEqual([file, name, true]);
    }
  });

  test('names code that is there', () => {
    const code = [...page.matchAll(/`((?:lib|functions|infra)\/[\w./-]+\.(?:ts|json))`/g)].map(
      ([, file = '']) => file,
    );

    expect(code.length).toBeGreaterThan(1);
    expect(code.filter((file) => !existsSync(file))).toEqual([]);
  });

  test('answers each of the ten risks by a test', () => {
    const answered = rowsOf('## OWASP API Security Top 10, 2023').filter(([risk = '']) =>
      risk.startsWith('API'),
    );

    // titles: owasp.org/API-Security/editions/2023, read in November 2026
    expect(answered.map(([risk]) => risk)).toEqual([
      'API1:2023 Broken Object Level Authorization',
      'API2:2023 Broken Authentication',
      'API3:2023 Broken Object Property Level Authorization',
      'API4:2023 Unrestricted Resource Consumption',
      'API5:2023 Broken Function Level Authorization',
      'API6:2023 Unrestricted Access to Sensitive Business Flows',
      'API7:2023 Server Side Request Forgery',
      'API8:2023 Security Misconfiguration',
      'API9:2023 Improper Inventory Management',
      'API10:2023 Unsafe Consumption of APIs',
    ]);
    for (const [risk, , shown = ''] of answered)
      expect([risk, shown]).toEqual([risk, expect.stringMatching(/`test\/.+“/)]);
  });

  test.each([
    'Gateway and tokens',
    'API functions',
    'Hot path',
    'Identity',
    'Uploads bucket',
    'Queue and ingest',
    'Lake',
    'Tables',
    'Console',
    'Events and webhooks',
    'Secrets and keys',
    'Supply chain',
    'Operator',
  ])(
    'says of %s by letters of STRIDE what stands against each threat, and shows it or says what remains',
    (part) => {
      const rows = rowsOf(`### ${part}`).filter(([letters = '']) => /^[STRIDE]( [STRIDE])*$/.test(letters));

      expect(rows.length).toBeGreaterThanOrEqual(2);
      for (const [letters, threat = '', stands = '', shown = '', remains = ''] of rows) {
        expect([part, letters, threat !== '', stands !== '']).toEqual([part, letters, true, true]);
        expect([part, letters, (shown + remains).replaceAll('|', '').trim() !== '']).toEqual([
          part,
          letters,
          true,
        ]);
      }
    },
  );
});
