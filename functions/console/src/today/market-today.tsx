import { useState } from 'preact/hooks';
import { type Attention, attentions } from '../../../../lib/domain/sku.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Loaded, useLoaded } from '../load.tsx';
import { addressOf } from '../place.ts';
import type { Act } from './decide.ts';
import { DecideDialog, type DialogAsk } from './decide-dialog.tsx';
import { NeedTable } from './need-table.tsx';
import { type Need, readNeeds } from './needs.ts';
import { useDrafts } from './use-drafts.ts';

/** What asks for a person in one market: every SKU with money at risk, and its draft to decide in place. */
export function MarketToday({ market, onDone }: { market: HomedMarket; onDone: () => void }) {
  const { words, language, apiLanguage } = useLanguage();
  const needs = useLoaded(`today ${market.market} ${language}`, () => readNeeds(market, apiLanguage));
  const title = `today-${market.market}`;
  return (
    <section class="panel" aria-labelledby={title}>
      <h2 id={title}>{market.name}</h2>
      <Loaded state={needs} what={words.today.needs}>
        {({ needs: found, isCut }) => (
          <>
            <Needs needs={found} market={market} onDone={onDone} />
            {isCut && (
              <p>
                {words.today.cut} <a href={addressOf(market.market, 'stock')}>{words.rooms.stock}</a>
              </p>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

type Props = { needs: readonly Need[]; market: HomedMarket; onDone: () => void };

function Needs({ needs, market, onDone }: Props) {
  const { words, count } = useLanguage();
  const [only, setOnly] = useState<Attention>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<DialogAsk>();
  const drafts = useDrafts(market, onDone);
  if (needs.length === 0) return <p class="quiet">{words.today.nothing}</p>;
  const shown = only === undefined ? needs : needs.filter(({ attention }) => attention.includes(only));
  const chosen = shown.filter((need) => selected.has(need.sku) && drafts.isOpen(need));
  const act = async (of: readonly Need[], given: Act) => {
    setSelected(new Set());
    await drafts.act(of, given);
  };
  return (
    <>
      <Filter needs={needs} only={only} onChoose={setOnly} />
      {chosen.length > 0 && (
        <p class="bulk" role="status">
          {count(words.today.selected, chosen.length)}
          <button
            type="button"
            class="chief"
            onClick={({ currentTarget }) => {
              focusFirst(currentTarget, chosen);
              void act(chosen, { action: 'approve' });
            }}
          >
            {words.today.approveAll}
          </button>
          <button
            type="button"
            onClick={({ currentTarget }) => {
              focusFirst(currentTarget, chosen);
              setAsked({ needs: chosen, action: 'reject' });
            }}
          >
            {words.today.rejectAll}
          </button>
        </p>
      )}
      <NeedTable
        {...{ needs: shown, market, drafts, selected }}
        onSelect={setSelected}
        onApprove={(need) => act([need], { action: 'approve' })}
        onAsk={setAsked}
      />
      {asked !== undefined && (
        <DecideDialog
          ask={asked}
          draft={asked.needs[0] && drafts.draftOf(asked.needs[0])}
          onAct={(given) => act(asked.needs, given)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

/** Give the focus to the first row that is acted on: the button goes once it is pressed. */
function focusFirst(button: HTMLElement, [first]: readonly Need[]): void {
  const row = button.closest('section')?.querySelector(`tr[data-sku="${CSS.escape(first?.sku ?? '')}"]`);
  if (row instanceof HTMLElement) row.focus({ preventScroll: true });
}

type FilterProps = {
  needs: readonly Need[];
  only: Attention | undefined;
  onChoose: (only: Attention | undefined) => void;
};

/** How many ask for what; a person may look at one kind alone. */
function Filter({ needs, only, onChoose }: FilterProps) {
  const { words, format } = useLanguage();
  const choices = attentions.flatMap((kind) => {
    const many = needs.filter(({ attention }) => attention.includes(kind)).length;
    return many === 0 ? [] : [{ kind, many }];
  });
  return (
    <fieldset class="filter">
      <legend class="unseen">{words.today.filter}</legend>
      <button type="button" aria-pressed={only === undefined} onClick={() => onChoose(undefined)}>
        {`${words.today.all} ${format.units(needs.length)}`}
      </button>
      {choices.map(({ kind, many }) => (
        <button key={kind} type="button" aria-pressed={only === kind} onClick={() => onChoose(kind)}>
          {`${words.attention[kind]} ${format.units(many)}`}
        </button>
      ))}
    </fieldset>
  );
}
