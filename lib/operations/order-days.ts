import { addDays, weekdayOf } from '../domain/index.ts';

/** The weekdays that a supplier takes orders on: 1 is Monday; `null` any. `unread` are words that name no day. */
export type OrderDays = { weekdays: readonly number[] | null; unread: readonly string[] };

/** How weekdays begin in the languages of suppliers' files, Monday first; longer beginnings win over shorter ones. */
const BEGINNINGS: readonly (readonly string[])[] = [
  ['mo', 'lu', '月', '周一', '星期一', '1'],
  ['tu', 'di', 'mar', '火', '周二', '星期二', '2'],
  ['we', 'mi', 'mer', 'wo', '水', '周三', '星期三', '3'],
  ['th', 'do', 'je', 'ju', 'gi', '木', '周四', '星期四', '4'],
  ['fr', 've', 'vi', 'vr', '金', '周五', '星期五', '5'],
  ['sa', 'za', '土', '周六', '星期六', '6'],
  ['su', 'so', 'dim', 'dom', 'zo', '日', '周日', '星期日', '7'],
];
const EVERY_DAY = ['daily', 'any', 'all', 'täglich', 'quotidien', 'diario'];

/**
 * Read weekdays as files word them: `Mon;Wed`, `Di, Do`, `Mon-Fri`, `1 3 5`, `daily`.
 *
 * Nothing that can be read is any day: a supplier whose days are not known is not held back.
 */
export function readOrderDays(text: string | null): OrderDays {
  const weekdays = new Set<number>();
  const unread: string[] = [];
  const parts = (text ?? '').toLowerCase().split(/[;,/+&|]|\s+(?![-–])(?<![-–]\s)/u);
  for (const part of parts.map((word) => word.trim()).filter((word) => word !== '')) {
    const [first = '', last] = part.split(/\s*[-–]\s*/u);
    const from = weekdayNamed(first);
    const to = last === undefined ? from : weekdayNamed(last);
    if (EVERY_DAY.includes(part)) for (let day = 1; day <= 7; day++) weekdays.add(day);
    else if (from === undefined || to === undefined) unread.push(part);
    else
      for (let day = from; ; day = (day % 7) + 1) {
        weekdays.add(day);
        if (day === to) break;
      }
  }
  return { weekdays: weekdays.size === 0 ? null : [...weekdays].sort((a, b) => a - b), unread };
}

function weekdayNamed(word: string): number | undefined {
  let best: { weekday: number; length: number } | undefined;
  for (const [place, beginnings] of BEGINNINGS.entries())
    for (const beginning of beginnings)
      if (word.startsWith(beginning) && beginning.length > (best?.length ?? 0))
        best = { weekday: place + 1, length: beginning.length };
  return best?.weekday;
}

/** When an order goes out, and when the supplier takes the one after it. */
export type OrderTiming = { orderDate: string; nextOrderDate: string };

/**
 * Find the next day on which an order can go out, and the one after. A supplier of any day is ordered from once a review.
 *
 * @param from - the first day that may be meant, itself included
 * @param reviewDays - between two looks at the stock, ≥ 1
 */
export function orderTiming(from: string, { weekdays }: OrderDays, reviewDays: number): OrderTiming {
  if (weekdays === null)
    return { orderDate: from, nextOrderDate: addDays(from, Math.max(1, Math.round(reviewDays))) };
  const orderDate = firstOf(from, weekdays);
  return { orderDate, nextOrderDate: firstOf(addDays(orderDate, 1), weekdays) };
}

function firstOf(from: string, weekdays: readonly number[]): string {
  let date = from;
  while (!weekdays.includes(weekdayOf(date))) date = addDays(date, 1);
  return date;
}
