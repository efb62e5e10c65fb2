import { eventId, type TradewindEvent } from './event.ts';
import type { Upload } from './upload.ts';

/** What an upload's document leaves open about its events. */
export type UploadHappening = {
  merchant: string;
  /** Names the reading that came to this end, the same whenever it is repeated: of a file, or of a file with its answers. */
  reading: string;
  at: string;
};

/**
 * Tell what came of reading an upload: rows taken in, rows or all of it refused, questions asked. A file that is taken in
 * in part tells both.
 *
 * @returns none while it is awaited, read, or rolled back
 */
export function uploadEvents(upload: Upload, happening: UploadHappening): TradewindEvent[] {
  const { state } = upload;
  switch (state) {
    case 'accepted':
      return [accepted(upload, happening)];
    case 'partlyAccepted':
      return [accepted(upload, happening), rejected(upload, state, happening)];
    case 'held':
      // a dry run is held to be looked at; nothing of it was refused
      return upload.questions.some(({ about }) => about === 'takeIn')
        ? [question(upload, happening)]
        : [rejected(upload, state, happening)];
    case 'rejected':
      return [rejected(upload, state, happening)];
    case 'needsAnswer':
      return [question(upload, happening)];
    case 'awaited':
    case 'reading':
    case 'answered':
    case 'rolledBack':
      return [];
  }
}

function accepted(upload: Upload, happening: UploadHappening): TradewindEvent {
  const { firstDate, lastDate } = upload;
  const type = 'upload.accepted';
  return { ...told(type, upload, happening), type, data: { ...subject(upload), firstDate, lastDate } };
}

function rejected(
  upload: Upload,
  state: 'rejected' | 'held' | 'partlyAccepted',
  happening: UploadHappening,
): TradewindEvent {
  const type = 'upload.rejected';
  return { ...told(type, upload, happening), type, data: { ...subject(upload), state } };
}

function question(upload: Upload, happening: UploadHappening): TradewindEvent {
  const type = 'upload.question';
  const questions = upload.questions.map((asked) => asked.question);
  return { ...told(type, upload, happening), type, data: { ...subject(upload), questions } };
}

function told(
  type: TradewindEvent['type'],
  { market }: Upload,
  { merchant, reading, at }: UploadHappening,
): Pick<TradewindEvent, 'id' | 'merchant' | 'market' | 'at'> {
  return { id: eventId(type, merchant, reading), merchant, market, at };
}

function subject({ upload, kind, rows: { read, accepted, quarantined, waiting } }: Upload) {
  return { upload, kind, rows: { read, accepted, quarantined, waiting } };
}
