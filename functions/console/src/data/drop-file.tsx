import { useState } from 'preact/hooks';
import { type UploadKind, uploadKinds } from '../../../../lib/domain/upload.ts';
import { type HomedMarket, regionsOf } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { ALL, addressOf } from '../place.ts';

type Props = { markets: readonly HomedMarket[]; chosen: HomedMarket | undefined };

/** The market of files that hold for every market. */
const EVERY_MARKET = '_all';

/**
 * Take a file in by drag and drop or by choice. It is read whole and shown as it would be read; nothing of it counts before a person has
 * seen that and said yes.
 */
export function DropFile({ markets, chosen }: Props) {
  const { words, say } = useLanguage();
  const told = words.data.drop;
  const [kind, setKind] = useState<UploadKind>('orders');
  const [market, setMarket] = useState(chosen?.market ?? markets[0]?.market ?? EVERY_MARKET);
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setFailure(undefined);
    setSending(file.name);
    try {
      const upload = await send(file, { kind, market, markets });
      location.hash = addressOf(market === EVERY_MARKET ? ALL : market, 'data', upload);
    } catch (error) {
      setFailure(error);
    } finally {
      setSending(undefined);
    }
  };
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <div class="choices">
        <label>
          {told.kind}{' '}
          <select value={kind} onChange={(event) => setKind(kindOf(event.currentTarget.value))}>
            {uploadKinds.map((one) => (
              <option key={one} value={one}>
                {words.kinds[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {told.market}{' '}
          <select value={market} onChange={(event) => setMarket(event.currentTarget.value)}>
            {markets.map((one) => (
              <option key={one.market} value={one.market}>
                {one.name}
              </option>
            ))}
            <option value={EVERY_MARKET}>{told.everyMarket}</option>
          </select>
        </label>
      </div>
      <label
        class={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files[0]).catch(setFailure);
        }}
      >
        <span>{told.here}</span>
        <input
          type="file"
          disabled={sending !== undefined}
          onChange={(event) => take(event.currentTarget.files?.[0]).catch(setFailure)}
        />
      </label>
      {sending !== undefined && <p role="status">{say(told.sending, { file: sending })}</p>}
      {failure !== undefined && <Failure error={failure} />}
      <p class="quiet">{told.dryRun}</p>
    </section>
  );
}

const kindOf = (name: string): UploadKind => uploadKinds.find((one) => one === name) ?? 'orders';

/** Ask for a place and put the file there. @returns the upload's name */
async function send(
  file: File,
  { kind, market, markets }: { kind: UploadKind; market: string; markets: readonly HomedMarket[] },
): Promise<string> {
  const home = markets.find((one) => one.market === market)?.region ?? regionsOf(markets)[0];
  const body = { market, kind, fileName: file.name, dryRun: true };
  const created = await home?.client.call('POST /v1/uploads', { body });
  if (created === undefined) throw new Error('there is no market to take a file in for');
  const { upload, put } = created.body;
  const stored = await fetch(put.url, { method: put.method, body: file });
  if (!stored.ok) throw new Error(`${stored.status} ${stored.statusText}`);
  return upload.upload;
}
