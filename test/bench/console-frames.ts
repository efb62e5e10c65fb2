import type { Page } from 'playwright-core';

/** Frames of a page while it scrolls. */
export type Frames = {
  count: number;
  medianMs: number;
  p95Ms: number;
  /** Share of frames that came after the next one was due. */
  late: number;
  /** Rows that were gone through. */
  rows: number;
  /** Of the page's own work, a frame: script, style and layout. */
  workMs: number;
};

const FRAME_MS = 1000 / 60;
/** A frame's time is told with some jitter; one that was missed comes after twice as long. */
const MISSED_MS = 1.5 * FRAME_MS;

/**
 * Scroll the worklist by as many pixels a frame and note how long each frame took.
 *
 * @param pixels - a frame
 * @param most - frames
 */
export async function scrollFrames(page: Page, pixels: number, most: number): Promise<Frames> {
  const work = await workOf(page);
  const before = await work();
  // the page's own names are no globals of this program, so what runs there goes as text
  const { times, rows } = await page.evaluate<{ times: number[]; rows: number }>(`new Promise((resolve) => {
    const list = document.querySelector('.worklist');
    const row = document.querySelector('.one-row').offsetHeight;
    const times = [];
    const start = list.scrollTop;
    let before;
    const frame = (now) => {
      if (before !== undefined) times.push(now - before);
      before = now;
      list.scrollTop += ${pixels};
      const isWhole = document.querySelector('[role=grid]').getAttribute('aria-rowcount') !== '-1';
      const atEnd = isWhole && list.scrollTop + list.clientHeight >= list.scrollHeight - 1;
      if (times.length < ${most} && !atEnd) requestAnimationFrame(frame);
      else resolve({ times, rows: (list.scrollTop - start) / row });
    };
    requestAnimationFrame(frame);
  })`);
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  const late = times.filter((ms) => ms > MISSED_MS).length / times.length;
  const workMs = ((await work()) - before) / times.length;
  return { workMs, count: times.length, medianMs: at(0.5), p95Ms: at(0.95), late, rows: Math.round(rows) };
}

/** Opens what the browser notes of a page's work, in ms since it was opened. */
async function workOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = metrics
      .filter(({ name }) => ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'].includes(name))
      .reduce((sum, { value }) => sum + value, 0);
    return 1000 * seconds;
  };
}
