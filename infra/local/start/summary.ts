import type { Run, Upload } from '../../../lib/domain/index.ts';

/** What `npm start -- --once` prints as its last line. */
export type Summary = {
  markets: number;
  rows: { read: number; accepted: number; merged: number; quarantined: number; waiting: number };
  series: number;
  forecasts: number;
  buyers: number;
  policies: number;
  seconds: number;
  peakMiB: number;
};

/**
 * Add the uploads and runs of a start up.
 *
 * A file for all markets lies in every region and counts once.
 *
 * @param uploads - the newest of each file, in each region that has it
 * @param seconds - wall time since the start
 * @param peakMiB - the most resident memory that one function's process has had
 */
export function summarise(
  uploads: readonly Upload[],
  runs: readonly Run[],
  seconds: number,
  peakMiB: number,
): Summary {
  const files = [...new Map(uploads.map((upload) => [upload.key, upload])).values()];
  const rows = (count: keyof Upload['rows']) => files.reduce((sum, file) => sum + file.rows[count], 0);
  const results = (count: 'forecasts' | 'buyers' | 'policies') =>
    runs.reduce((sum, run) => sum + (run.summary?.[count] ?? 0), 0);
  return {
    markets: runs.length,
    rows: {
      read: rows('read'),
      accepted: rows('accepted'),
      merged: rows('merged'),
      quarantined: rows('quarantined'),
      // files with open questions: their rows are neither accepted nor refused yet
      waiting: files.filter(({ state }) => state === 'needsAnswer').length,
    },
    series: runs.reduce((sum, run) => sum + run.series, 0),
    forecasts: results('forecasts'),
    buyers: results('buyers'),
    policies: results('policies'),
    seconds: Math.round(seconds * 10) / 10,
    peakMiB: Math.round(peakMiB),
  };
}
