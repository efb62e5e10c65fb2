import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type ExportView,
  exportViewSchema,
  InputError,
  parseAs,
  UpstreamError,
} from '../../../lib/domain/index.ts';
import { askStack, messageOf, type Session } from '../ask-stack.ts';

/** Which table of results of a market is wanted as which file; kind and format are for the stack to judge. */
export type ResultWish = {
  market: string;
  kind: string;
  format: string;
  asOf: string | undefined;
  upload: string | undefined;
  customerCodes: boolean;
  out: string | undefined;
};

const PAUSE_MS = 300;

/**
 * Ask for a table of results, wait until its file is made, and save it.
 *
 * @returns how many rows are in which file
 * @throws UpstreamError with the reason where the file could not be made
 */
export async function saveResult(session: Session, { market, out, ...body }: ResultWish): Promise<string> {
  const path = `/v1/markets/${encodeURIComponent(market)}/exports`;
  const asked = parseView(await askStack(session, { path, body: withoutAbsent(body) }));
  const made = await awaitFile(session, asked);
  const file = resolve(out ?? made.fileName);
  await download(made.url, file);
  return `${made.rows} ${made.rows === 1 ? 'row' : 'rows'} of ${body.kind} in ${file}`;
}

const parseView = (answer: unknown): ExportView => parseAs(exportViewSchema, answer, 'the export');

/** JSON leaves out what is undefined; false codes are no wish. */
const withoutAbsent = ({ customerCodes, ...body }: Omit<ResultWish, 'market' | 'out'>) => ({
  ...body,
  ...(customerCodes ? { customerCodes } : {}),
});

async function awaitFile(session: Session, asked: ExportView) {
  let view = asked;
  // the stack itself says when it has given up
  while (view.state === 'pending') {
    await pause(PAUSE_MS);
    view = parseView(await askStack(session, { path: `/v1/exports/${asked.export}` }));
  }
  const { link, rows, fileName } = view;
  if (view.state === 'failed' || link === null || rows === null || fileName === null)
    throw new UpstreamError(`no file of ${view.kind}: ${view.reason ?? 'the stack gave no link'}`);
  return { url: link.url, rows, fileName };
}

async function download(url: string, file: string): Promise<void> {
  const answer = await fetch(url).catch((error: unknown) => {
    throw new UpstreamError(`the link leads nowhere: ${messageOf(error)}`, { cause: error });
  });
  if (!answer.ok || answer.body === null) throw new UpstreamError(`the link answered ${answer.status}`);
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(file)).catch((error: unknown) => {
    throw new InputError(`cannot write ${file}: ${messageOf(error)}`, { cause: error });
  });
}
