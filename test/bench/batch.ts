import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeDemo } from '../../infra/local/demo/index.ts';
import type { Summary } from '../../infra/local/start/summary.ts';

/** One size of the demo, through the whole loop: start to last policy, synthesis and ingest included. */
export type BatchFigures = Summary & { scale: number; rowsPerSecond: number };

/**
 * Run `npm start -- --once` on the demo at several scales, each from nothing in a process of its own.
 *
 * @param scales - multiples of the demo's SKUs, buyers and order lines
 */
export async function benchBatch(scales: readonly number[]): Promise<BatchFigures[]> {
  const figures: BatchFigures[] = [];
  for (const scale of scales) {
    const folder = mkdtempSync(join(tmpdir(), 'tradewind-bench-'));
    try {
      writeDemo(folder, { scale });
      const summary = await runOnce(folder);
      figures.push({ ...summary, scale, rowsPerSecond: Math.round(summary.rows.read / summary.seconds) });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

async function runOnce(folder: string): Promise<Summary> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['infra/local/main.ts', '--data', folder, '--once', '--fresh', '--port', '0'],
    { maxBuffer: 64 << 20 },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}
