import type { Upload } from '../../../../lib/domain/index.ts';
import type { HomedMarket, Region } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { Loaded, More, usePages } from '../load.tsx';
import { ALL, addressOf } from '../place.ts';

/** The files of a region, newest first, with what became of each. */
export function UploadList({ region, chosen }: { region: Region; chosen: HomedMarket | undefined }) {
  const { words, say } = useLanguage();
  const told = words.data.uploads;
  const list = usePages(`uploads ${region.region}`, async (cursor) => {
    const query = { limit: 100, cursor };
    const { body } = await region.client.call('GET /v1/uploads', { query });
    return body;
  });
  return (
    <section class="panel" aria-label={say(told.of, { region: region.region })}>
      <h3>{say(told.of, { region: region.region })}</h3>
      <Loaded state={list.first} what={told.title}>
        {({ items }) => {
          const shown = [...items, ...list.further].filter(
            ({ market }) => chosen === undefined || market === chosen.market || market === '_all',
          );
          return shown.length === 0 ? <p class="quiet">{told.none}</p> : <Table uploads={shown} />;
        }}
      </Loaded>
      <More pages={list} />
    </section>
  );
}

function Table({ uploads }: { uploads: readonly Upload[] }) {
  const { words, format } = useLanguage();
  const told = words.data.uploads;
  return (
    <div class="scroll">
      <table class="folding">
        <thead>
          <tr>
            <Heading name={told.file} />
            <Heading name={told.kind} />
            <Heading name={told.state} />
            <Heading name={told.accepted} numbers />
            <Heading name={told.refused} numbers />
            <Heading name={told.at} numbers />
          </tr>
        </thead>
        <tbody>
          {uploads.map(({ upload, market, fileName, kind, state, rows, at }) => (
            <tr key={upload}>
              <th scope="row">
                <a href={addressOf(market === '_all' ? ALL : market, 'data', upload)}>
                  <bdi>{fileName}</bdi>
                </a>
                <span class="quiet name">{market === '_all' ? words.shell.allMarkets : market}</span>
              </th>
              <td data-label={told.kind}>{kindWords(words.kinds, kind)}</td>
              <td data-label={told.state} class={`state ${state}`}>
                {words.uploadStates[state]}
              </td>
              <td class="number" data-label={told.accepted}>
                {format.units(rows.accepted)}
              </td>
              <td class="number" data-label={told.refused}>
                {format.units(rows.quarantined)}
              </td>
              <td class="number" data-label={told.at}>
                {format.moment(at)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A kind that this console does not know is called by its own name. */
export const kindWords = (kinds: Readonly<Record<string, string>>, kind: string): string =>
  kinds[kind] ?? kind;
