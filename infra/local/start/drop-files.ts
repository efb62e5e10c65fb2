import { createHash } from 'node:crypto';
import type { InputFile } from './input-files.ts';
import { type DropJournal, readJournal, writeJournal } from './journal.ts';

/** A region's uploads bucket, as the source sees it. */
export type DropPlace = { region: string; put(key: string, body: Uint8Array): Promise<void> };

/** A file that lies in a region's bucket, and since when. */
export type DroppedFile = { region: string; key: string; droppedAt: string };

export type DropRequest = {
  files: readonly InputFile[];
  merchant: string;
  /** Which regions' buckets a market's files go to: its home, or every one for `_all`. */
  placesOf(market: string): readonly DropPlace[];
  journalFile: string;
  now(): string;
};

/**
 * Drop every file that isn't in its bucket yet, as it is now, and remember it.
 *
 * A kill between a drop and its note drops the file once more: the same lines again, which replace themselves.
 *
 * @returns every file of the source and where it lies; and how many were dropped now
 */
export async function dropFiles(request: DropRequest): Promise<{ dropped: DroppedFile[]; fresh: number }> {
  const journal: DropJournal = await readJournal(request.journalFile);
  const dropped: DroppedFile[] = [];
  let fresh = 0;
  for (const file of request.files) {
    const body = await file.read();
    const sha256 = createHash('sha256').update(body).digest('hex');
    const key = `${request.merchant}/${file.market}/${file.kind}/${file.fileName}`;
    for (const place of request.placesOf(file.market)) {
      const name = `${place.region}:${key}`;
      if (journal[name]?.sha256 !== sha256) {
        const droppedAt = request.now();
        await place.put(key, body);
        journal[name] = { sha256, droppedAt };
        await writeJournal(request.journalFile, journal);
        fresh += 1;
      }
      dropped.push({ region: place.region, key, droppedAt: journal[name]?.droppedAt ?? request.now() });
    }
  }
  return { dropped, fresh };
}
