import { type DecisionGrant, type Deputy, decisionSubjects } from '../../../../lib/domain/decision-rights.ts';
import { currencyDigits } from '../../../../lib/domain/money.ts';
import type { HomedMarket } from '../api.ts';
import { type KeptForm, useKeptForm } from '../kept-form.ts';
import { useLanguage } from '../language/language.tsx';

type Asked<Entry> = {
  region: string;
  busy: boolean;
  /** @returns whether it was taken: what was typed stays until then */
  onSave: (entry: Entry) => Promise<boolean>;
  onLeave: () => void;
};

/** What one person may decide. What is not chosen bounds nothing. */
export function GrantForm({
  markets,
  region,
  busy,
  onSave,
  onLeave,
}: Asked<DecisionGrant> & { markets: readonly HomedMarket[] }) {
  const { words } = useLanguage();
  const told = words.rights;
  const kept = useKeptForm(`grant ${region}`);
  const currencies = [...new Set(markets.map(({ currency }) => currency))];
  return (
    <EntryForm title={told.addGrant} {...{ kept, busy, onLeave }} onSave={(form) => onSave(grantOf(form))}>
      <Person name="person" label={told.person} />
      <fieldset class="choices">
        <legend>{told.subjects}</legend>
        {decisionSubjects.map((one) => (
          <label key={one}>
            <input type="checkbox" name="subjects" value={one} /> {told.subjectNames[one]}
          </label>
        ))}
      </fieldset>
      <fieldset class="choices">
        <legend>{told.markets}</legend>
        {markets.map(({ market, name }) => (
          <label key={market}>
            <input type="checkbox" name="markets" value={market} /> {name}
          </label>
        ))}
      </fieldset>
      <label class="field">
        {told.categories}
        <input name="categories" spellcheck={false} />
        <span class="quiet">{told.categoriesMeans}</span>
      </label>
      <label class="field">
        {told.upTo}
        <input name="amount" type="number" min="0" step="any" inputMode="decimal" />
      </label>
      <label class="field">
        {words.limits.currency}
        <select name="currency">
          {currencies.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
    </EntryForm>
  );
}

/** Who stands for whom, from one day to another. */
export function DeputyForm({ region, busy, onSave, onLeave }: Asked<Deputy>) {
  const { words } = useLanguage();
  const told = words.rights;
  const kept = useKeptForm(`deputy ${region}`);
  return (
    <EntryForm title={told.addDeputy} {...{ kept, busy, onLeave }} onSave={(form) => onSave(deputyOf(form))}>
      <Person name="person" label={told.deputy} />
      <Person name="standsFor" label={told.absent} />
      <label class="field">
        {told.from}
        <input name="from" type="date" required />
      </label>
      <label class="field">
        {told.to}
        <input name="to" type="date" required />
      </label>
    </EntryForm>
  );
}

type EntryProps = {
  title: string;
  kept: KeptForm;
  busy: boolean;
  onSave: (form: FormData) => Promise<boolean>;
  onLeave: () => void;
  children: preact.ComponentChildren;
};

function EntryForm({ title, kept, busy, onSave, onLeave, children }: EntryProps) {
  const { words } = useLanguage();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    if (await onSave(new FormData(event.currentTarget))) kept.forget();
  };
  return (
    <form class="limits-form" aria-label={title} ref={kept.ref} onInput={kept.onInput} onSubmit={submit}>
      <h4>{title}</h4>
      <div class="fields">{children}</div>
      <p class="buttons">
        <button type="submit" class="chief" disabled={busy}>
          {words.limits.save}
        </button>
        <button
          type="button"
          onClick={() => {
            kept.forget();
            onLeave();
          }}
        >
          {words.decide.leave}
        </button>
      </p>
    </form>
  );
}

function Person({ name, label }: { name: string; label: string }) {
  const { words } = useLanguage();
  return (
    <label class="field">
      {label}
      <input name={name} required maxLength={200} spellcheck={false} autocomplete="off" />
      <span class="quiet">{words.rights.personMeans}</span>
    </label>
  );
}

const textOf = (form: FormData, name: string) => String(form.get(name) ?? '').trim();

function grantOf(form: FormData): DecisionGrant {
  const chosen = (name: string) => form.getAll(name).map(String);
  const subjects = decisionSubjects.filter((one) => chosen('subjects').includes(one));
  const markets = chosen('markets');
  const categories = textOf(form, 'categories')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const [amount, currency] = [textOf(form, 'amount'), textOf(form, 'currency')];
  return {
    person: textOf(form, 'person'),
    ...(subjects.length === 0 ? {} : { subjects }),
    ...(markets.length === 0 ? {} : { markets }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(amount === ''
      ? {}
      : { upTo: [{ minor: Math.round(Number(amount) * 10 ** currencyDigits(currency)), currency }] }),
  };
}

const deputyOf = (form: FormData): Deputy => ({
  ...{ person: textOf(form, 'person'), standsFor: textOf(form, 'standsFor') },
  ...{ from: textOf(form, 'from'), to: textOf(form, 'to') },
});
