import { useEffect, useState } from 'preact/hooks';
import { addDays } from '../../../../lib/domain/calendar.ts';
import type { AdjustmentsView, KeptAdjustment } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure, Loaded } from '../load.tsx';
import {
  adjustmentOf,
  type Draft,
  draftOf,
  emptyDraft,
  keepDraft,
  keptDraft,
  nameOf,
  withoutAuthor,
} from './adjustment-draft.ts';
import { AdjustmentForm } from './adjustment-form.tsx';
import { AdjustmentList, PastAdjustments } from './adjustment-list.tsx';
import { problemsBesides } from './adjustment-problems.ts';
import { AdjustmentWorth } from './adjustment-worth.tsx';
import type { ReadyForecast } from './fan-days.ts';
import type { SkuPlace } from './sku-place.ts';
import { type Saved, useAdjustments } from './use-adjustments.ts';

type Props = { of: SkuPlace; forecast: ReadyForecast; onSaved: () => void };

/** What a person knows better than the forecast, with the reason, and what that was worth so far. */
export function AdjustmentsPanel({ of, forecast, onSaved }: Props) {
  const told = useLanguage().words.sku.adjust;
  const adjustments = useAdjustments(of, onSaved);
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <p class="quiet">{told.what}</p>
      <AdjustmentWorth forecast={forecast} currency={of.market.currency} />
      <Loaded state={adjustments.state} what={told.title}>
        {({ view }) => (
          <Editor {...{ of, forecast, view: adjustments.view ?? view, save: adjustments.save }} />
        )}
      </Loaded>
    </section>
  );
}

type EditorProps = {
  of: SkuPlace;
  forecast: ReadyForecast;
  view: AdjustmentsView;
  save: ReturnType<typeof useAdjustments>['save'];
};

function Editor({ of: { market, sku }, forecast, view, save }: EditorProps) {
  const told = useLanguage().words.sku.adjust;
  const name = `${market.market}/${sku}`;
  const [draft, setDraft] = useState<Draft>(() => keptDraft(name));
  const [outcome, setOutcome] = useState<Saved | { kind: 'busy' }>();
  useEffect(() => keepDraft(name, draft), [name, draft]);
  const type = (next: Draft) => {
    if (outcome?.kind === 'saved') setOutcome(undefined);
    setDraft(next);
  };
  const attempt = async (wanted: KeptAdjustment[], added: Draft | undefined, serve = view.serve) => {
    setOutcome({ kind: 'busy' });
    const list = [...wanted.map(withoutAuthor), ...(added === undefined ? [] : [adjustmentOf(added)])];
    const saved = await save({ serve, adjustments: list });
    setOutcome(saved);
    // what is typed since then is another one
    if (saved.kind === 'saved') setDraft((typed) => (typed === added ? emptyDraft : typed));
  };
  const without = (one: string | undefined) => view.adjustments.filter((held) => nameOf(held) !== one);
  const isBusy = outcome?.kind === 'busy';
  const error = outcome?.kind === 'refused' ? outcome.error : undefined;
  const { fields, rest } = problemsBesides(error);
  return (
    <>
      <AdjustmentList
        {...{ adjustments: view.adjustments, isBusy }}
        onChange={(one) => type(draftOf(one))}
        onRemove={(one) => attempt(without(nameOf(one)), undefined)}
      />
      {view.adjustments.length > 0 && (
        <label class="serve">
          <input
            type="checkbox"
            checked={view.serve === 'always'}
            disabled={isBusy}
            onChange={({ currentTarget: { checked } }) =>
              attempt(view.adjustments, undefined, checked ? 'always' : 'whenItPays')
            }
          />
          {told.always}
        </label>
      )}
      <AdjustmentForm
        {...{ draft, isBusy, problems: fields, least: addDays(forecast.asOf, 1) }}
        onDraft={type}
        onSave={() => attempt(without(draft.replaces), draft)}
        onLeave={() => type(emptyDraft)}
      />
      <p role="status" class="done">
        {outcome?.kind === 'saved' ? told.saved : ''}
      </p>
      {outcome?.kind === 'overtaken' && (
        <p role="alert" class="alert">
          {told.overtaken}
        </p>
      )}
      {rest !== undefined && (
        <>
          <Failure error={rest} what={told.unsaved} />
          <p class="quiet">{told.kept}</p>
        </>
      )}
      <PastAdjustments past={view.past} />
    </>
  );
}
