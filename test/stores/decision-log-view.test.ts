import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lakeKeys, type SealedEntry } from '../../lib/domain/index.ts';
import { createLogFile, createLogView } from '../../lib/stores/index.ts';
import { type Database, openDatabase } from '../../lib/stores/lake-database.ts';
import { anAct } from './contract/log-contract.ts';

let root: string;
let database: Database;
const files: string[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'log-view-'));
  const keep = async (market: string, day: string, entries: SealedEntry[]) => {
    const file = createLogFile();
    file.add(entries);
    const path = join(root, lakeKeys.sealedEntries('demo', market, day, `${day}-1`));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.finish());
    files.push(path);
  };
  const line = (day: string, sku: string) =>
    anAct({ sku, by: 'tradewind', event: 'propose', at: `${day}T03:00:00.000Z`, entry: `${day}/${sku}` });
  const act = (day: string, sku: string, by: string, place: number) => ({
    ...anAct({ sku, by, at: `${day}T01:00:00.000Z`, entry: `${day}/${by}` }),
    place,
  });
  await keep('de', '2026-06-01', [
    act('2026-06-01', 'A-1', 'anna', 1),
    line('2026-06-01', 'A-1'),
    line('2026-06-01', 'B-2'),
  ]);
  await keep('de', '2026-06-02', [act('2026-06-02', 'B-2', 'ben', 2), line('2026-06-02', 'A-1')]);
  await keep('gb', '2026-06-02', [line('2026-06-02', 'A-1')]);
  database = await openDatabase({ directory: root, memoryMib: 128 });
});
afterAll(async () => {
  database.close();
  await rm(root, { recursive: true });
});

const asked = async (where: string) =>
  (
    await database.run(
      `SELECT CAST(day AS VARCHAR) AS day, event, sku FROM decision_log WHERE ${where} ORDER BY day, "at"`,
    )
  ).map(({ day, event, sku }) => `${day} ${event} ${sku}`);

describe('the decision log as a view of the lake', () => {
  test('is asked by market, SKU, person and day', async () => {
    await createLogView(database, files);

    expect(await asked("market = 'de' AND sku = 'A-1'")).toEqual([
      '2026-06-01 approve A-1',
      '2026-06-01 propose A-1',
      '2026-06-02 propose A-1',
    ]);
    expect(await asked("actor = 'ben'")).toEqual(['2026-06-02 approve B-2']);
    expect(await asked("market = 'gb' AND day = DATE '2026-06-02'")).toEqual(['2026-06-02 propose A-1']);
    await database.run('DROP VIEW decision_log');
  });

  test('is made by what docs/decision-log.md says, and answers its question', async () => {
    const text = await readFile('docs/decision-log.md', 'utf8');
    const [view = '', question = ''] = /```sql\n(.*?)```/s.exec(text)?.[1]?.split(';\n\n') ?? [];

    await database.run(view.replace("'decision-log/", `'${root}/decision-log/`));
    const answer = await database.run(question.replace(/;\s*$/, ''));

    expect(answer.map(({ event, actor }) => [event, actor])).toEqual([
      ['approve', 'anna'],
      ['propose', 'tradewind'],
      ['propose', 'tradewind'],
    ]);
  });
});
