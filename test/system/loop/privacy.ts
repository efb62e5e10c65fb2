import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { generateDemo } from '../../../infra/local/demo/index.ts';
import { contracts, type PrivacyView } from '../../../lib/domain/index.ts';
import { type Row, rowsOf } from '../../infra/local/demo/read-demo.ts';
import { PATIENCE_MS, type RunningStack } from '../running-stack.ts';
import { type StoredTexts, storedTexts } from '../stored-texts.ts';

const MARKETS = ['de', 'gb', 'jp', 'us'];
const PERSONAL = ['name', 'contact_name', 'email', 'phone'];
/** Every name, e-mail and telephone number of the demo has one of these in it, and so has a part of one. */
const STEMS =
  /Made-up Company|buying@|\+00 555|Erika Beispiel|Max Muster|Jane Sample|Joe Example|見本|例 太郎/;
/** A customer code; order numbers have more digits. */
const CODES = /(?<![\w-])(?:DE|GB|JP|US)-\d{4}(?![\w-])/;

const customersOf = (market: string) => rowsOf(generateDemo(), market, 'customers');
const valuesOf = (row: Row, columns: readonly string[]) =>
  columns.map((column) => row[column] ?? '').filter((value) => value !== '');

/** A buyer of the market that `exportTests` makes files of, with a contract of its own: it stands in as many stores as any. */
const REGION = 'ap-northeast-1';
const [FORGOTTEN = ''] = rowsOf(generateDemo(), 'jp', 'prices').flatMap((row) => row.customer_id || []);
/** Of the file that a buyer is given, who it is about. */
const heldSchema = z.object({ customer: z.string(), customerCode: z.string() });
/** What the export of what is held says that the buyer's pseudonym is. */
let pseudonym = '';

/** A buyer asks what is held, and then to be forgotten; no line of a log says who that is. */
export function privacyTests(stack: () => RunningStack, stateDirectory: () => string): void {
  const path = (what: string) => `/${REGION}/v1/customers/${FORGOTTEN}/${what}`;
  const ended = async (what: 'erase' | 'export'): Promise<PrivacyView> => {
    const { answer } = contracts[`GET /v1/customers/{customer}/${what}`];
    for (const startedMs = performance.now(); performance.now() - startedMs < PATIENCE_MS; await pause(250)) {
      const view = await stack().read(answer, path(what));
      if (view.state === 'done' || view.state === 'failed') return view;
    }
    throw new Error(`the ${what} has not ended after ${PATIENCE_MS / 1000} s`);
  };

  test('shows a buyer all that is held, in one file', async () => {
    await stack().post(path('export'), {});
    const { state, held, link } = await ended('export');
    const file = heldSchema.parse(await (await fetch(link?.url ?? '')).json());

    expect(state).toBe('done');
    expect(file).toMatchObject({ customerCode: FORGOTTEN, customer: expect.stringMatching(/^c1-/) });
    pseudonym = file.customer;
    expect(held.map(({ store }) => store)).toEqual(
      expect.arrayContaining(['lake/orders', 'lake/prices', 'buyers', 'table insights', 'uploads']),
    );
  });

  test('forgets a buyer under the rights of the one function for it, and says when the last copy is gone', async () => {
    const asked = await stack().post(path('erase'), {});
    const receipt = await ended('erase');

    expect([asked.status, receipt.state, receipt.unreadable]).toEqual([202, 'done', undefined]);
    const days = (until: string | undefined) =>
      Math.round((Date.parse(until ?? '') - Date.parse(receipt.finishedAt ?? '')) / 86_400_000);
    const { objectVersions, tableBackups, logs } = receipt.expires ?? {};
    expect([objectVersions, tableBackups, logs].map(days)).toEqual([30, 35, 90]);
    expect(receipt.marketsElsewhere.sort()).toEqual(['de', 'gb', 'us']);
    expect(receipt.held).toContainEqual(
      expect.objectContaining({ store: 'lake/orders', done: 'made anonymous' }),
    );
    expect(receipt.held).toContainEqual(
      expect.objectContaining({ store: 'table identities', objects: 1, done: 'removed' }),
    );
  });

  test('writes nothing about a customer into the logs: no code, name, e-mail or phone number', () => {
    const folder = join(stateDirectory(), 'logs');
    const logs = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));

    const text = logs.join('\n') + stack().printed();

    const personal = MARKETS.flatMap(customersOf).flatMap((row) =>
      valuesOf(row, ['customer_id', ...PERSONAL]),
    );
    expect(new Set(personal).size).toBeGreaterThan(1000);
    expect(text).toContain('"message":"upload read"');
    expect([...new Set(personal)].filter((value) => text.includes(value))).toEqual([]);
  });
}

/** What is kept once the stack has stopped: every object of every bucket and every item of every table. */
export function keptTests(stateDirectory: () => string): void {
  let kept: StoredTexts;
  beforeAll(async () => {
    kept = await storedTexts(stateDirectory());
  }, PATIENCE_MS);
  const whereIs = (sought: (text: string) => boolean) =>
    [...kept].flatMap(([place, text]) => (sought(`${place} ${text}`) ? [place] : []));
  const isDropped = (place: string) => /^[^/]*uploads[^/]*\//.test(place);

  test('names no customer by name, e-mail or phone number outside of the files as they were dropped', () => {
    const personal = MARKETS.flatMap(customersOf).flatMap((row) => valuesOf(row, PERSONAL));
    expect(personal.filter((value) => !STEMS.test(value))).toEqual([]);

    const places = whereIs((text) => STEMS.test(text));

    // by design: a file is kept as it came, for ingest alone; that of `jp` went with the buyer who was forgotten
    expect(places.filter((place) => !isDropped(place))).toEqual([]);
    expect(places.map((place) => place.split('/').slice(-3).join('/'))).toEqual([
      'de/customers/customers.csv',
      'gb/customers/customers.csv',
      'us/customers/customers.csv',
    ]);
  });

  test('has the seller’s own customer codes in the files as they were dropped alone: elsewhere they are sealed', () => {
    const places = whereIs((text) => CODES.test(text));

    expect(places.filter((place) => !isDropped(place))).toEqual([]);
    expect(places.length).toBeGreaterThan(3);
  });

  describe('of the buyer who was forgotten', () => {
    test('has nothing: no code, pseudonym, name or e-mail in any object or item', () => {
      const [row = {}] = customersOf('jp').filter(({ customer_id }) => customer_id === FORGOTTEN);
      // the demo's people share names across markets: what another buyer has too is no trace of this one
      const others = new Set(
        MARKETS.flatMap(customersOf)
          .filter(({ customer_id }) => customer_id !== FORGOTTEN)
          .flatMap((other) => valuesOf(other, PERSONAL)),
      );
      const own = [pseudonym, ...valuesOf(row, PERSONAL).filter((value) => !others.has(value))];
      const code = new RegExp(`(?<![\\w-])${FORGOTTEN}(?![\\w-])`);
      expect(own.length).toBeGreaterThan(2);
      expect(own).not.toContain('');

      const places = whereIs((text) => code.test(text) || own.some((one) => text.includes(one)));

      expect(places).toEqual([]);
    });

    test('has everything of the others: each is known by a pseudonym in the lake and in the tables', () => {
      const others = new Set([...kept.values()].flatMap((text) => text.match(/c1-[0-9a-f]{32}/g) ?? []));

      expect(others.size).toBeGreaterThan(300);
    });
  });
}
