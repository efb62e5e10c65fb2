import type { Client } from '../../../../lib/client/index.ts';
import type { Upload, UploadQuestion } from '../../../../lib/domain/index.ts';
import { useKeptForm } from '../kept-form.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { useAct } from '../use-act.ts';
import { questionWords } from './question-words.ts';

type Props = { client: Client; upload: Upload; again: () => void };

/** What is asked about one file alone: no later file is read by it. */
const OF_THIS_FILE: ReadonlySet<string> = new Set(['refusedRows', 'takeIn']);

/** What a file asks, each with the choices that its rows leave open. Typed answers stay until they are taken. */
export function Questions({ client, upload, again }: Props) {
  const { words } = useLanguage();
  const told = words.data.questions;
  const { busy, failure, act } = useAct();
  const kept = useKeptForm(`questions ${upload.upload}`);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const form = new FormData(event.currentTarget);
    const answers = Object.fromEntries(
      upload.questions.map(({ question }) => [question, String(form.get(question) ?? '')]),
    );
    const body = { answers, remember: form.get('remember') === 'on' };
    const path = { upload: upload.upload };
    const isTaken = await act(
      (idempotencyKey) => client.call('POST /v1/uploads/{upload}/mapping', { path, body, idempotencyKey }),
      body,
    );
    if (!isTaken) return;
    kept.forget();
    again();
  };
  return (
    <form class="panel urgent" ref={kept.ref} onInput={kept.onInput} onSubmit={submit}>
      <h3>{told.title}</h3>
      {upload.questions.map((question) => (
        <Question key={question.question} question={question} />
      ))}
      {upload.questions.some(({ about }) => !OF_THIS_FILE.has(about)) && (
        <label>
          <input name="remember" type="checkbox" defaultChecked /> {told.remember}
        </label>
      )}
      {failure !== undefined && <Failure error={failure} />}
      <p class="buttons">
        <button type="submit" class="chief" disabled={busy}>
          {told.answer}
        </button>
      </p>
    </form>
  );
}

function Question({ question }: { question: UploadQuestion }) {
  const { text, options } = questionWords(useLanguage(), question);
  return (
    <fieldset class="question">
      <legend>{text}</legend>
      {options.map(({ value, text: choice }) => (
        <label key={value}>
          <input type="radio" name={question.question} value={value} required /> {choice}
        </label>
      ))}
    </fieldset>
  );
}
