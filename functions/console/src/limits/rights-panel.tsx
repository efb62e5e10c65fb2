import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../../../../lib/client/index.ts';
import type { DecisionRights, RightsView } from '../../../../lib/domain/index.ts';
import type { HomedMarket, Region } from '../api.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { Failure, Loaded, useLoaded } from '../load.tsx';
import { useAct } from '../use-act.ts';
import { DeputyForm, GrantForm } from './grant-form.tsx';

type Props = { region: Region; markets: readonly HomedMarket[]; isOne: boolean };

/** Who may decide what, and who stands for whom. Whoever administers changes it, entry by entry. */
export function RightsPanel({ region, markets, isOne }: Props) {
  const { words, say } = useLanguage();
  const told = words.rights;
  const state = useLoaded(`rights ${region.region}`, async () => {
    const { body, etag = '' } = await region.client.call('GET /v1/rights');
    return { view: body, etag };
  });
  const title = isOne ? told.title : say(told.titleOf, { region: region.region });
  return (
    <section class="panel" aria-label={title}>
      <h3>{title}</h3>
      <Loaded state={state} what={told.title}>
        {({ view, etag }, again) => <Rights {...{ view, etag, again, region, markets }} />}
      </Loaded>
    </section>
  );
}

type RightsProps = Omit<Props, 'isOne'> & { view: RightsView; etag: string; again: () => void };

function Rights({ view, etag, again, region, markets }: RightsProps) {
  const { words, say, format } = useLanguage();
  const told = words.rights;
  const { busy, failure, act } = useAct();
  const [asked, setAsked] = useState<'grant' | 'deputy'>();
  const isStale = failure instanceof ApiError && failure.code === 'stale';
  useEffect(() => {
    if (isStale) again();
  }, [isStale]);
  const { people, deputies } = view.rights;
  /** All that is to hold is sent, over the version that was read. */
  const save = async (body: DecisionRights): Promise<boolean> => {
    const isDone = await act(() => region.client.call('PUT /v1/rights', { ifMatch: etag, body }), body);
    if (isDone) {
      setAsked(undefined);
      again();
    }
    return isDone;
  };
  return (
    <>
      {people.length === 0 ? (
        <p>{told.everybody}</p>
      ) : (
        <People
          rights={view.rights}
          busy={busy}
          onRemove={(place) => save({ people: people.toSpliced(place, 1), deputies })}
        />
      )}
      {deputies.length > 0 && (
        <ul class="reasons">
          {deputies.map((one, place) => (
            <li key={`${one.person} ${one.standsFor} ${one.from}`}>
              {say(told.standsFor, {
                ...{ person: one.person, other: one.standsFor },
                ...{ from: format.day(one.from), to: format.day(one.to) },
              })}
              <button
                type="button"
                disabled={busy}
                onClick={() => save({ people, deputies: deputies.toSpliced(place, 1) })}
              >
                {told.remove}
                <span class="unseen">{` ${one.person}`}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {view.changedAt !== null && (
        <p class="quiet">
          {say(words.limits.setBy, { person: view.author ?? '–', at: format.moment(view.changedAt) })}
        </p>
      )}
      {failure !== undefined && <Failure error={isStale ? new Error(words.limits.overtaken) : failure} />}
      {asked === undefined && (
        <p class="buttons">
          <button type="button" onClick={() => setAsked('grant')}>
            {told.addGrant}
          </button>
          <button type="button" onClick={() => setAsked('deputy')}>
            {told.addDeputy}
          </button>
        </p>
      )}
      {asked === 'grant' && (
        <GrantForm
          {...{ markets, busy, region: region.region }}
          onSave={(grant) => save({ people: [...people, grant], deputies })}
          onLeave={() => setAsked(undefined)}
        />
      )}
      {asked === 'deputy' && (
        <DeputyForm
          {...{ busy, region: region.region }}
          onSave={(deputy) => save({ people, deputies: [...deputies, deputy] })}
          onLeave={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

type PeopleProps = { rights: DecisionRights; busy: boolean; onRemove: (place: number) => void };

function People({ rights: { people }, busy, onRemove }: PeopleProps) {
  const { words, format } = useLanguage();
  const told = words.rights;
  return (
    <div class="scroll">
      <table class="folding">
        <thead>
          <tr>
            <Heading name={told.person} />
            <Heading name={told.subjects} />
            <Heading name={told.markets} />
            <Heading name={told.categories} />
            <Heading name={told.upTo} numbers />
            <Heading name={told.act} />
          </tr>
        </thead>
        <tbody>
          {people.map(({ person, subjects, markets, categories, upTo }, place) => (
            // a person may have several entries, which have no names of their own
            <tr key={`${place} ${person}`}>
              <th scope="row">
                <bdi>{person}</bdi>
              </th>
              <td data-label={told.subjects}>
                {subjects === undefined
                  ? told.all
                  : format.list(subjects.map((one) => told.subjectNames[one]))}
              </td>
              <td data-label={told.markets}>{markets === undefined ? told.all : format.list(markets)}</td>
              <td data-label={told.categories}>
                {categories === undefined ? told.all : format.list(categories)}
              </td>
              <td class="number" data-label={told.upTo}>
                {upTo === undefined ? told.unbounded : upTo.map(format.money).join(', ')}
              </td>
              <td data-label={told.act}>
                <button type="button" disabled={busy} onClick={() => onRemove(place)}>
                  {told.remove}
                  <span class="unseen">{` ${person}`}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
