import { expect, test } from '@jest/globals';
import { createPagedRows } from '../../../functions/console/src/stock/paged-rows.ts';

const PAGE = 100;

/** Pages of the numbers from 0 on; `asked` notes each cursor. */
const numbers = (many: number, asked: (string | undefined)[] = []) =>
  createPagedRows(async (cursor) => {
    asked.push(cursor);
    const start = Number(cursor ?? 0);
    const items = Array.from({ length: Math.min(PAGE, many - start) }, (_, i) => start + i);
    return start + PAGE < many ? { items, cursor: String(start + PAGE) } : { items };
  });

/** Let every answer that is on its way come. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test('reads a page and what a person will soon come to, no more', async () => {
  const asked: (string | undefined)[] = [];
  const rows = numbers(10_000, asked);

  rows.look(0, 20);
  await settle();

  expect(asked).toEqual([undefined, '100']);
  expect([rows.count(), rows.isWhole(), rows.at(150)]).toEqual([200, false, 150]);
});

test('lets go of rows that are far away, keeps their place, and reads them again for who comes back', async () => {
  const asked: (string | undefined)[] = [];
  const rows = numbers(10_000, asked);
  for (let place = 0; place < 5000; place += 50) {
    rows.look(place, place + 20);
    await settle();
  }
  expect(rows.at(0)).toBeUndefined();
  const before = asked.length;

  rows.look(0, 20);
  await settle();

  expect(rows.at(20)).toBe(20);
  expect(asked.slice(before)).toEqual([undefined]);
  expect(rows.count()).toBeGreaterThan(5000);
});

test('shows what it holds while that is read anew', async () => {
  let round = 1;
  const rows = createPagedRows(async () => ({ items: [round] }));
  rows.look(0, 0);
  await settle();
  round = 2;

  rows.renew();
  expect(rows.at(0)).toBe(1);
  await settle();

  expect(rows.at(0)).toBe(2);
});

test('stops at a page that does not come, and goes on from there when asked', async () => {
  let fails = true;
  const rows = createPagedRows(async (cursor) => {
    if (cursor === undefined) return { items: [0], cursor: 'next' };
    if (fails) throw new Error('gone');
    return { items: [1] };
  });
  rows.look(0, 5);
  await settle();
  expect(rows.failure()).toEqual(new Error('gone'));
  fails = false;

  rows.again();
  await settle();

  expect([rows.failure(), rows.count(), rows.isWhole()]).toEqual([undefined, 2, true]);
});
