import { useRef, useState } from 'preact/hooks';
import type { Region } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { useAct } from '../use-act.ts';

type Props = { region: Region; onAsked: () => void };

/** Ask in a buyer's name what is held of it, or to forget it: that is asked once more, since nothing brings it back. */
export function PrivacyAsk({ region: { region, client }, onAsked }: Props) {
  const { words, say } = useLanguage();
  const told = words.privacy.ask;
  const [customer, setCustomer] = useState('');
  const question = useRef<HTMLDialogElement>(null);
  const { busy, failure, act } = useAct();
  const named = customer.trim();
  const path = { customer: named };
  const ask = async (what: 'erase' | 'export') => {
    const isDone = await act(
      (idempotencyKey) =>
        client.call(`POST /v1/customers/{customer}/${what}`, { path, body: {}, idempotencyKey }),
      { what, named },
    );
    question.current?.close();
    if (!isDone) return;
    setCustomer('');
    onAsked();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void ask('export');
  };
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <form onSubmit={submit}>
        <label class="field">
          {told.customer}
          <input
            value={customer}
            required
            maxLength={200}
            autocomplete="off"
            onInput={(event) => setCustomer(event.currentTarget.value)}
          />
        </label>
        <p class="buttons">
          <button type="submit" class="chief" disabled={busy || named === ''}>
            {told.collect}
          </button>
          <button
            type="button"
            class="danger"
            disabled={busy || named === ''}
            onClick={() => question.current?.showModal()}
          >
            {told.erase}
          </button>
        </p>
        {failure !== undefined && <Failure error={failure} />}
      </form>
      <p class="quiet">{say(told.region, { region })}</p>
      <dialog ref={question} aria-labelledby="erase-question">
        <h2 id="erase-question">{say(told.question, { customer: named })}</h2>
        <p>{told.means}</p>
        <p class="buttons">
          <button type="button" class="danger" disabled={busy} onClick={() => ask('erase')}>
            {told.eraseNow}
          </button>
          <button type="button" onClick={() => question.current?.close()}>
            {words.decide.leave}
          </button>
        </p>
      </dialog>
    </section>
  );
}
