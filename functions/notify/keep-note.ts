import { ALL_MARKETS, type NoticeChannels, noticeKeys, type TradewindEvent } from '../../lib/domain/index.ts';
import type { StaleNoteTable, UploadNoteTable } from '../../lib/stores/index.ts';

export type NoteDependencies = {
  uploadNotes: Pick<UploadNoteTable, 'put'>;
  staleNotes: Pick<StaleNoteTable, 'put'>;
  epochSeconds: () => number;
};

/** An upload that nobody has answered for so long is told of no more. */
const UPLOAD_SECONDS = 35 * 86_400;
/** Stale data are found again each night. */
const STALE_SECONDS = 3 * 86_400;

/**
 * Keep what the night's message will have to tell of. Of one upload the last event stands; what became of it is read then. A
 * file that was put where no market of the merchant is concerns them all.
 */
export async function keepNote(
  { uploadNotes, staleNotes, epochSeconds }: NoteDependencies,
  { markets }: NoticeChannels,
  event: TradewindEvent,
): Promise<void> {
  const { merchant, at } = event;
  const market = markets.includes(event.market) ? event.market : ALL_MARKETS;
  switch (event.type) {
    case 'upload.accepted':
    case 'upload.question':
    case 'upload.rejected': {
      const { upload } = event.data;
      const waits =
        event.type === 'upload.question' || (event.type === 'upload.rejected' && event.data.state === 'held');
      const options = { expiresAtEpochSeconds: epochSeconds() + UPLOAD_SECONDS };
      return uploadNotes.put(noticeKeys.upload(merchant, market, upload), { upload, at, waits }, options);
    }
    case 'data.stale': {
      const { kind, lastDate, asOf } = event.data;
      const options = { expiresAtEpochSeconds: epochSeconds() + STALE_SECONDS };
      return staleNotes.put(noticeKeys.stale(merchant, market, kind), { kind, lastDate, asOf }, options);
    }
    // of what these found the run's own message tells
    case 'drift.raised':
    case 'fairness.raised':
    case 'run.finished':
    case 'run.failed':
    case 'run.late':
    // the night's run tells of them
    case 'experiment.finished':
    case 'experiment.stopped':
      return;
  }
}
