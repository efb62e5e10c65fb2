import type { UploadKind } from '../../../../lib/domain/upload.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';
import { addressOf, type Room } from '../place.ts';

type Props = { market: HomedMarket; room: Exclude<Room, 'data' | 'trust' | 'limits'> };

/** The files that a first night asks for, the first one alone being needed. */
const kinds = ['orders', 'products', 'stock'] as const satisfies readonly UploadKind[];

/** Lead whoever begins to the first upload: what a room will show, which files that takes, and which of them are there. */
export function FirstSteps({ market, room }: Props) {
  const { words, say } = useLanguage();
  const told = words.first;
  const taken = useLoaded(`first ${market.market}`, () => readTaken(market));
  const title = `first-${market.market}`;
  return (
    <section class="panel first-steps" aria-labelledby={title}>
      <h2 id={title}>{say(told.title, { market: market.name })}</h2>
      <p>{told.rooms[room]}</p>
      <Loaded state={taken} what={words.data.uploads.title}>
        {(known) => (
          <ol class="steps">
            {kinds.map((kind) => (
              <li key={kind} class={known.has(kind) ? 'taken' : undefined}>
                <strong>{words.kinds[kind]}</strong>{' '}
                <span class="quiet">{known.has(kind) ? told.taken : told.needs[kind]}</span>
              </li>
            ))}
            <li>
              <strong>{told.run}</strong> <span class="quiet">{told.runMeans}</span>
            </li>
          </ol>
        )}
      </Loaded>
      <p>
        <a class="go" href={addressOf(market.market, 'data')}>
          {told.go}
        </a>
      </p>
    </section>
  );
}

/** Kinds of files of which rows were taken in for the market. */
async function readTaken({ market, region }: HomedMarket): Promise<ReadonlySet<string>> {
  const { body } = await region.client.call('GET /v1/uploads', { query: { limit: 100 } });
  return new Set(
    body.items
      .filter((one) => one.market === market || one.market === '_all')
      .filter(({ state }) => state === 'accepted' || state === 'partlyAccepted')
      .map(({ kind }) => kind),
  );
}
