import { useEffect, useRef, useState } from 'preact/hooks';
import type { SkuDecisionView } from '../../../../lib/domain/index.ts';
import { useKeptForm } from '../kept-form.ts';
import { useLanguage } from '../language/language.tsx';
import type { Act } from './decide.ts';
import type { Need } from './needs.ts';

/** What a person wants to do that takes a reason. */
export type DialogAsk = { needs: readonly Need[]; action: 'change' | 'reject' };

type Props = {
  ask: DialogAsk;
  draft: SkuDecisionView | undefined;
  onAct: (act: Act) => void;
  onClose: () => void;
};

/** Codes that are offered; a merchant's own can be written. */
const CODES = [
  'competitor',
  'promotion',
  'customerAgreement',
  'stockWrong',
  'costWrong',
  'supplier',
  'other',
] as const;
const MICROS = 1e6;

/** Ask for another value, and for the reason by its code. What was typed is there again where it could not be sent. */
export function DecideDialog({ ask, draft, onAct, onClose }: Props) {
  const { words, say, count } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const [first] = ask.needs;
  const kept = useKeptForm(
    `${ask.action} ${ask.needs.map(({ decision, sku }) => decision?.decision ?? sku).join()}`,
  );
  const title =
    ask.needs.length > 1
      ? count(words.decide.rejectMany, ask.needs.length)
      : say(ask.action === 'change' ? words.decide.changeTitle : words.decide.rejectTitle, {
          sku: first?.sku ?? '',
        });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const act = actOf(new FormData(event.currentTarget), ask.action, draft);
    dialog.current?.close();
    onAct(act);
  };
  return (
    <dialog ref={dialog} aria-labelledby="decide-title" onClose={onClose}>
      <form ref={kept.ref} onInput={kept.onInput} onSubmit={submit}>
        <h2 id="decide-title">{title}</h2>
        {ask.action === 'change' && draft !== undefined && <Values draft={draft} />}
        <Reason />
        <p class="buttons">
          <button type="submit" class="chief">
            {ask.action === 'change' ? words.decide.change : words.decide.reject}
          </button>
          <button
            type="button"
            onClick={() => {
              kept.forget();
              dialog.current?.close();
            }}
          >
            {words.decide.leave}
          </button>
        </p>
      </form>
    </dialog>
  );
}

function Values({ draft }: { draft: SkuDecisionView }) {
  const { words, say } = useLanguage();
  return (
    <>
      <label class="field">
        {say(words.decide.price, { currency: draft.price.currency })}
        <input
          name="price"
          type="number"
          min="0"
          step="any"
          inputMode="decimal"
          required
          defaultValue={String(draft.price.micros / MICROS)}
        />
      </label>
      <label class="field">
        {words.decide.units}
        <input
          name="units"
          type="number"
          min="0"
          step="any"
          inputMode="decimal"
          required
          defaultValue={String(draft.orderUnits)}
        />
      </label>
    </>
  );
}

function Reason() {
  const { words } = useLanguage();
  const [code, setCode] = useState<string>(CODES[0]);
  const own = !CODES.some((one) => one === code);
  return (
    <>
      <label class="field">
        {words.decide.reason}
        <select name="code" value={own ? '' : code} onChange={(event) => setCode(event.currentTarget.value)}>
          {CODES.map((one) => (
            <option key={one} value={one}>
              {words.decide.reasons[one]}
            </option>
          ))}
          <option value="">{words.decide.ownReason}</option>
        </select>
      </label>
      <label class="field" hidden={!own}>
        {words.decide.ownCode}
        <input
          name="reason"
          required
          disabled={!own}
          maxLength={40}
          pattern="[A-Za-z][A-Za-z0-9_\-]*"
          title={words.decide.ownCodeForm}
        />
      </label>
    </>
  );
}

/** Read what was typed. A value that was left as it is, is not sent: the draft keeps it. */
function actOf(form: FormData, action: DialogAsk['action'], draft: SkuDecisionView | undefined): Act {
  const reasonCode = String(form.get('code') || form.get('reason') || '');
  if (action === 'reject' || draft === undefined) return { action: 'reject', reasonCode };
  const micros = Math.round(Number(form.get('price')) * MICROS);
  const orderUnits = Number(form.get('units'));
  return {
    ...{ action: 'change', reasonCode },
    ...(micros === draft.price.micros ? {} : { price: { micros, currency: draft.price.currency } }),
    ...(orderUnits === draft.orderUnits ? {} : { orderUnits }),
  };
}
