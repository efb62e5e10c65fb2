import type { Upload } from '../../../lib/domain/index.ts';
import type { ApiClient } from './api-client.ts';
import type { DroppedFile } from './drop-files.ts';
import type { Narrator } from './narrator.ts';
import { pollUntil } from './poll.ts';

/**
 * Wait until every dropped file has been read, and give the upload that each became.
 *
 * @param apis - a client for each region
 */
export async function awaitUploads(
  apis: ReadonlyMap<string, ApiClient>,
  dropped: readonly DroppedFile[],
  narrator: Narrator,
): Promise<{ region: string; upload: Upload }[]> {
  const told = new Set<string>();
  return pollUntil(async () => {
    const found = await Promise.all(
      [...apis].map(async ([region, api]) =>
        matchUploads(region, await api.all<Upload>('/v1/uploads'), dropped),
      ),
    );
    const uploads = found.flat();
    for (const { upload } of uploads) {
      if (told.has(upload.upload)) continue;
      told.add(upload.upload);
      narrator.say(describe(upload));
      for (const line of rejectLines(upload)) narrator.say(line);
    }
    return uploads.length >= dropped.length
      ? { done: uploads }
      : { waiting: `${dropped.length - uploads.length} of ${dropped.length} files to be ingested` };
  });
}

/** Pair a region's files with the newest settled upload of the same key since the file was dropped. */
function matchUploads(region: string, uploads: readonly Upload[], dropped: readonly DroppedFile[]) {
  const settled = uploads.filter(({ state }) => !['awaited', 'reading', 'answered'].includes(state));
  return dropped
    .filter((file) => file.region === region)
    .flatMap((file) => {
      const newest = settled
        .filter(({ key, at }) => key === file.key && at >= file.droppedAt)
        .sort((a, b) => (a.sequence < b.sequence ? 1 : -1))[0];
      return newest === undefined ? [] : [{ region, upload: newest }];
    });
}

function describe({ market, kind, fileName, state, rows, reason }: Upload): string {
  const refused = rows.quarantined > 0 ? `, ${rows.quarantined} quarantined` : '';
  const why = reason === null ? '' : ` (${reason})`;
  return `${state.padEnd(14)} ${market}/${kind}/${fileName}: ${rows.accepted} of ${rows.read} rows${refused}${why}`;
}

/** How many refused rows are shown; the API and the rejects file have more. */
const REJECTS_SHOWN = 3;

function rejectLines({ upload, rejects, rows }: Upload): string[] {
  const shown = rejects
    .slice(0, REJECTS_SHOWN)
    .map(({ line, column, reason }) => `  line ${line}${column === '' ? '' : `, ${column}`}: ${reason}`);
  return rows.quarantined > shown.length && shown.length > 0
    ? [...shown, `  and more: GET /v1/uploads/${upload} of its region`]
    : shown;
}
