import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { eventTypes, merchantSchema, tradewindEventSchema } from '../../lib/domain/index.ts';
import { composeDigest } from '../../lib/notices/index.ts';
import { signWebhook } from '../../lib/runtime/index.ts';

const page = readFileSync('docs/notices.md', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'tradewind-snippets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The texts of the page's fenced blocks of one language. */
const blocksOf = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text);

const secret = `whsec_${Buffer.alloc(36, 'tradewind').toString('base64')}`;
const other = Buffer.alloc(36, 'other').toString('base64');
const body = '{"type":"run.failed","data":{"market":"de","note":"Zürich"}}';
const sent = { id: 'run_failed:demo:de-2026-06-30', timestampSeconds: 1_782_873_780, body };
const headersWith = (secrets: string[]) => ({
  'webhook-id': sent.id,
  'webhook-timestamp': String(sent.timestampSeconds),
  'webhook-signature': signWebhook(sent, secrets),
});

/** What a receiver is asked, and what it has to say. */
const cases: [string, { headers: Record<string, string>; body: string; now: number }, boolean][] = [
  ['what we signed', { headers: headersWith([secret]), body, now: 1_782_873_790 }, true],
  ['what two secrets signed', { headers: headersWith([other, secret]), body, now: 1_782_873_780 }, true],
  ['what another secret signed', { headers: headersWith([other]), body, now: 1_782_873_780 }, false],
  ['a changed body', { headers: headersWith([secret]), body: `${body} `, now: 1_782_873_780 }, false],
  ['what was signed six minutes ago', { headers: headersWith([secret]), body, now: 1_782_874_140 }, false],
  [
    'another id',
    { headers: { ...headersWith([secret]), 'webhook-id': 'x' }, body, now: 1_782_873_780 },
    false,
  ],
  [
    'a signature that is none',
    { headers: { ...headersWith([secret]), 'webhook-signature': 'v1,' }, body, now: 1_782_873_780 },
    false,
  ],
];

describe('docs/notices.md', () => {
  test('verifies signatures in Node', () => {
    const file = join(folder, 'verify.mjs');
    writeFileSync(file, blocksOf('js')[0] ?? '');
    const program =
      `const { isGenuine } = await import(${JSON.stringify(pathToFileURL(file).href)});` +
      'const cases = JSON.parse(process.argv[1]);' +
      'console.log(JSON.stringify(cases.map(({ headers, body, now }) => isGenuine(process.argv[2], headers, body, now))));';
    const asked = JSON.stringify(cases.map(([, asking]) => asking));

    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program, asked, secret]);

    expect(JSON.parse(said.toString())).toEqual(cases.map(([, , genuine]) => genuine));
  });

  test('verifies signatures in Python', () => {
    if (spawnSync('python3', ['--version']).status !== 0) return console.log('skipped: there is no python3');
    writeFileSync(join(folder, 'verify.py'), blocksOf('python')[0] ?? '');
    const program =
      'import json, sys; sys.path.insert(0, sys.argv[1]); from verify import is_genuine;' +
      'cases = json.loads(sys.argv[2]);' +
      'print(json.dumps([is_genuine(sys.argv[3], c["headers"], c["body"].encode(), c["now"]) for c in cases]))';
    const asked = JSON.stringify(cases.map(([, asking]) => asking));

    const said = execFileSync('python3', ['-c', program, folder, asked, secret]);

    return expect(JSON.parse(said.toString())).toEqual(cases.map(([, , genuine]) => genuine));
  });

  test('names every type of event, and shows one that is one', () => {
    const named = [...page.matchAll(/^\| `([a-z]+\.[a-z]+)` \|/gm)].map(([, type]) => type);
    const [event, , merchant] = blocksOf('json').map((text) => JSON.parse(text));

    expect(named).toEqual([...eventTypes]);
    expect(tradewindEventSchema.parse(event)).toEqual(event);
    expect(merchantSchema.parse(merchant)).toEqual(merchant);
  });

  test('shows a message as it is written', () => {
    const shard = (step: string, name: string, reason: string) => ({ step, shard: name, reason });
    const { subject, text } = composeDigest(
      {
        ...{ market: 'de', asOf: '2026-06-30', refused: [], taken: 3, stale: [] },
        run: {
          ...{ state: 'finishedWithFailures', series: 1240, forecasts: 1237, lacking: 3 },
          failedShards: [
            shard('forecast', 's00002', 'Sandbox.Timedout: Task timed out after 600.00 seconds'),
            shard('learn', 's00001', 'out of memory'),
          ],
          retry: 'npm run retry -- --run de-2026-06-30',
        },
        waiting: [
          { upload: '5a3c…', kind: 'orders', fileName: 'june.csv', questions: 2, since: '2026-06-28' },
        ],
      },
      { today: '2026-07-01', isUpdate: false },
    );

    expect(blocksOf('text')[0]).toBe(`Subject: ${subject}\n\n${text}`);
  });
});
