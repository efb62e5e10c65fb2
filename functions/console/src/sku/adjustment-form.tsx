import { useId } from 'preact/hooks';
import { useLanguage } from '../language/language.tsx';
import { type Draft, ways } from './adjustment-draft.ts';

type Props = {
  draft: Draft;
  /** The first day that can be adjusted. */
  least: string;
  isBusy: boolean;
  /** What the API found wrong with a field, by its name. */
  problems: Readonly<Record<string, string>>;
  onDraft: (draft: Draft) => void;
  onSave: () => void;
  onLeave: () => void;
};

/** Least and greatest that the API takes of each way. */
const bounds = {
  percent: { min: -100, max: 9900 },
  unitsPerDay: { min: 0, max: 1e9 },
  addUnits: { min: -1e9, max: 1e9 },
} as const;

/** Say what is known better than the forecast does, and why. What is typed stays until it is saved. */
export function AdjustmentForm({ draft, least, isBusy, problems, onDraft, onSave, onLeave }: Props) {
  const { words } = useLanguage();
  const told = words.sku.adjust;
  const isChange = draft.replaces !== undefined;
  const set = (name: 'from' | 'to' | 'amount' | 'reason') => (value: string) =>
    onDraft({ ...draft, [name]: value });
  return (
    <form
      class="adjustment-form"
      aria-label={isChange ? told.changeTitle : told.addTitle}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <h4>{isChange ? told.changeTitle : told.addTitle}</h4>
      <div class="fields">
        <Field name={told.from} problem={problems.from}>
          {(about) => <Day {...about} value={draft.from} least={least} onValue={set('from')} />}
        </Field>
        <Field name={told.to} problem={problems.to}>
          {(about) => <Day {...about} value={draft.to} least={draft.from || least} onValue={set('to')} />}
        </Field>
        <Field name={told.way} problem={undefined}>
          {(about) => (
            <select
              {...about}
              value={draft.way}
              onChange={({ currentTarget: { value } }) =>
                onDraft({ ...draft, way: ways.find((way) => way === value) ?? 'percent' })
              }
            >
              {ways.map((way) => (
                <option key={way} value={way}>
                  {told.ways[way]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name={told.amounts[draft.way]} problem={problems[draft.way] ?? problems.factor}>
          {(about) => (
            <input
              {...about}
              type="number"
              step="any"
              inputMode="decimal"
              required
              {...bounds[draft.way]}
              value={draft.amount}
              onInput={({ currentTarget: { value } }) => set('amount')(value)}
            />
          )}
        </Field>
        <Field name={told.reason} problem={problems.reason} isWide>
          {(about) => (
            <input
              {...about}
              required
              minLength={3}
              maxLength={500}
              value={draft.reason}
              onInput={({ currentTarget: { value } }) => set('reason')(value)}
            />
          )}
        </Field>
      </div>
      <p class="buttons">
        <button type="submit" class="chief" disabled={isBusy}>
          {isBusy ? told.saving : isChange ? told.saveChange : told.add}
        </button>
        {isChange && (
          <button type="button" onClick={onLeave}>
            {told.leave}
          </button>
        )}
      </p>
    </form>
  );
}

type About = { id: string; 'aria-describedby': string; 'aria-invalid': boolean };
type FieldProps = {
  name: string;
  problem: string | undefined;
  isWide?: boolean;
  children: (about: About) => preact.ComponentChildren;
};

/** A field with its name, and what is wrong with it beside it. */
function Field({ name, problem, isWide = false, children }: FieldProps) {
  const id = useId();
  return (
    <div class={isWide ? 'field wide' : 'field'}>
      <label for={id}>{name}</label>
      {children({ id, 'aria-describedby': `${id}-problem`, 'aria-invalid': problem !== undefined })}
      <span id={`${id}-problem`} class="alert">
        {problem}
      </span>
    </div>
  );
}

type DayProps = About & { value: string; least: string; onValue: (value: string) => void };

function Day({ value, least, onValue, ...about }: DayProps) {
  return (
    <input
      {...about}
      type="date"
      required
      min={least}
      value={value}
      onInput={({ currentTarget }) => onValue(currentTarget.value)}
    />
  );
}
