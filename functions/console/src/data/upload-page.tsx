import { useState } from 'preact/hooks';
import { ApiError, type Client } from '../../../../lib/client/index.ts';
import type { Upload } from '../../../../lib/domain/index.ts';
import type { HomedMarket, Region } from '../api.ts';
import { Fact } from '../fact.tsx';
import { useLanguage } from '../language/language.tsx';
import { Failure, Loaded, useLoaded } from '../load.tsx';
import { ALL, addressOf } from '../place.ts';
import { useAct } from '../use-act.ts';
import { useRefresh } from '../use-refresh.ts';
import { Preview } from './preview.tsx';
import { Questions } from './questions.tsx';
import { Rejects } from './rejects.tsx';
import { kindWords } from './upload-list.tsx';

type Props = { regions: readonly Region[]; markets: readonly HomedMarket[]; upload: string };
type Found = { client: Client; upload: Upload };

/** States that change by themselves. */
const UNDER_WAY: ReadonlySet<Upload['state']> = new Set(['awaited', 'reading', 'answered']);
const EVERY_MS = 1000;

/** One file: how it was read, what it asks, what of it was refused; and the way back out of the lake. */
export function UploadPage({ regions, upload }: Props) {
  const { words } = useLanguage();
  const found = useLoaded(`upload ${upload}`, () => find(regions, upload));
  const isUnderWay = found.kind === 'loaded' && UNDER_WAY.has(found.value.upload.state);
  useRefresh(isUnderWay, EVERY_MS, found.kind === 'loaded' ? found.again : undefined);
  return (
    <>
      <p>
        <a href={addressOf(ALL, 'data')}>{words.data.back}</a>
      </p>
      <Loaded state={found} what={words.data.uploads.title}>
        {(value, again) => <UploadView {...value} again={again} />}
      </Loaded>
    </>
  );
}

/** Files are named the same way in every region: whichever has it answers. A region that fails hides nothing of the others. */
async function find(regions: readonly Region[], upload: string): Promise<Found> {
  const failures: unknown[] = [];
  for (const { client } of regions) {
    try {
      const { body } = await client.call('GET /v1/uploads/{upload}', { path: { upload } });
      return { client, upload: body };
    } catch (error) {
      failures.push(error);
    }
  }
  // it may be where nobody answered: that it is nowhere is only known when all say so
  throw failures.find((error) => !isAbsent(error)) ?? failures[0];
}

const isAbsent = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

function UploadView({ client, upload, again }: Found & { again: () => void }) {
  const { words, format } = useLanguage();
  const told = words.data.upload;
  const { rows, firstDate, lastDate, assumed, reading, reason, preview } = upload;
  return (
    <>
      <section class="panel" aria-label={upload.fileName}>
        <h2>
          <bdi>{upload.fileName}</bdi>
        </h2>
        <p>
          <strong class={`state ${upload.state}`} role="status">
            {words.uploadStates[upload.state]}
          </strong>
          {reason !== null && upload.questions.length === 0 && `: ${reason}`}
        </p>
        <dl class="facts">
          <Fact name={told.kind}>{kindWords(words.kinds, upload.kind)}</Fact>
          <Fact name={told.read}>{format.units(rows.read)}</Fact>
          <Fact name={told.accepted}>{format.units(rows.accepted)}</Fact>
          <Fact name={told.merged}>{format.units(rows.merged)}</Fact>
          <Fact name={told.refused}>{format.units(rows.quarantined)}</Fact>
          {rows.waiting > 0 && <Fact name={told.waiting}>{format.units(rows.waiting)}</Fact>}
          {firstDate !== null && lastDate !== null && (
            <Fact name={told.dates}>{`${format.day(firstDate)} – ${format.day(lastDate)}`}</Fact>
          )}
        </dl>
        {reading !== null && (
          <details>
            <summary>{told.howRead}</summary>
            <ul class="reasons">
              {Object.entries(reading).map(([name, value]) => (
                <li key={name}>{`${name}: ${value}`}</li>
              ))}
              {assumed.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </details>
        )}
        <RollBack client={client} upload={upload} again={again} />
      </section>
      {upload.questions.length > 0 && (
        <Questions key={upload.state} client={client} upload={upload} again={again} />
      )}
      {preview != null && <Preview preview={preview} />}
      {upload.rejects.length > 0 && <Rejects upload={upload} />}
    </>
  );
}

/** Take a file out again: what it brought counts no more from the next night on. */
function RollBack({ client, upload, again }: Found & { again: () => void }) {
  const { words } = useLanguage();
  const told = words.data.upload;
  const [asked, setAsked] = useState(false);
  const { busy, failure, act } = useAct();
  if (upload.state === 'rolledBack' || UNDER_WAY.has(upload.state)) return null;
  const rollBack = async () => {
    const path = { upload: upload.upload };
    if (!(await act(() => client.call('DELETE /v1/uploads/{upload}', { path })))) return;
    setAsked(false);
    again();
  };
  return (
    <p class={asked ? '' : 'buttons'}>
      {asked ? (
        <>
          {told.sure}
          <button type="button" class="danger" disabled={busy} onClick={rollBack}>
            {told.rollBackNow}
          </button>
          <button type="button" onClick={() => setAsked(false)}>
            {words.decide.leave}
          </button>
        </>
      ) : (
        <button type="button" onClick={() => setAsked(true)}>
          {told.rollBack}
        </button>
      )}
      {failure !== undefined && <Failure error={failure} />}
    </p>
  );
}
