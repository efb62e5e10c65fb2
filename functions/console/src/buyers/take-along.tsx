import { useState } from 'preact/hooks';
import type { ExportView } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { type ListChoice, saveTargets } from './target-file.ts';
import { type ExportWish, useExport } from './use-export.ts';

type Props = {
  market: HomedMarket;
  list: ListChoice;
  /** The night that the list is of. */
  asOf: string;
  /** The person sees the merchant's own codes, and so may have them in a file. */
  mayIdentify: boolean;
};

const kinds = ['buyers', 'segments', 'segment_profiles'] as const;
const formats = ['csv', 'parquet'] as const;

/** Take buyers along: the list as it is shown, or a whole table that the API makes. */
export function TakeAlong({ market, list, asOf, mayIdentify }: Props) {
  const told = useLanguage().words.buyers.takeAlong;
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <ThisList market={market} list={list} asOf={asOf} />
      <p class="quiet">{mayIdentify ? told.withCodes : told.withoutCodes}</p>
      <p class="quiet">{told.optedOut}</p>
      <WholeTable market={market} mayIdentify={mayIdentify} />
    </section>
  );
}

function ThisList({ market, list, asOf }: Omit<Props, 'mayIdentify'>) {
  const language = useLanguage();
  const told = language.words.buyers.takeAlong;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const save = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await saveTargets(market, list, asOf, language);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <p>
      <button type="button" class="chief plain" disabled={busy} onClick={save}>
        {busy ? told.fetching : told.thisList}
      </button>
      {failure !== undefined && <Failure error={failure} />}
    </p>
  );
}

function WholeTable({ market, mayIdentify }: Pick<Props, 'market' | 'mayIdentify'>) {
  const told = useLanguage().words.buyers.takeAlong;
  const [wish, setWish] = useState<ExportWish>({ kind: 'buyers', format: 'csv', customerCodes: false });
  const { made, error, isAsking, ask } = useExport(market);
  const isPending = isAsking || made?.state === 'pending';
  const namesBuyers = wish.kind !== 'segment_profiles';
  return (
    <details>
      <summary>{told.whole}</summary>
      <div class="choices">
        <label>
          {told.kind}{' '}
          <select
            value={wish.kind}
            onChange={(event) => {
              const kind = kinds.find((one) => one === event.currentTarget.value) ?? 'buyers';
              setWish({ ...wish, kind, customerCodes: wish.customerCodes && kind !== 'segment_profiles' });
            }}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {told.kinds[kind]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {told.format}{' '}
          <select
            value={wish.format}
            onChange={(event) => {
              const format = formats.find((one) => one === event.currentTarget.value) ?? 'csv';
              setWish({ ...wish, format });
            }}
          >
            {formats.map((format) => (
              <option key={format} value={format}>
                {told.formats[format]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={wish.customerCodes}
            disabled={!mayIdentify || !namesBuyers}
            onChange={(event) => setWish({ ...wish, customerCodes: event.currentTarget.checked })}
          />{' '}
          {told.codes}
        </label>
      </div>
      <button type="button" class="plain" disabled={isPending} onClick={() => ask(wish)}>
        {told.make}
      </button>
      {error !== undefined && <Failure error={error} />}
      <p role="status">{isPending ? told.making : made !== undefined && <Made made={made} />}</p>
    </details>
  );
}

function Made({ made: { state, rows, link, fileName, reason } }: { made: ExportView }) {
  const { words, count, say } = useLanguage();
  const told = words.buyers.takeAlong;
  if (state === 'failed') return <span class="alert">{say(told.failed, { reason: reason ?? '' })}</span>;
  if (link === null) return null;
  return (
    <>
      <a href={link.url} download={fileName ?? undefined}>
        {fileName}
      </a>{' '}
      <span class="quiet">{count(told.rows, rows ?? 0)}</span>
    </>
  );
}
