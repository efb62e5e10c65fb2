import { useLanguage } from '../language/language.tsx';
import type { SessionState } from './use-session.ts';

/** Ask who is there: by the issuer's own page, or by a token where there is no issuer. */
export function SignIn({ failure, busy, leave, take }: SessionState) {
  const { words, say } = useLanguage();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const token = new FormData(event.currentTarget).get('token');
    if (typeof token === 'string' && token.trim() !== '') take?.(token.trim());
  };
  if (busy)
    return (
      <p class="quiet" role="status">
        {words.signIn.comingBack}
      </p>
    );
  return (
    <form class="panel sign-in" onSubmit={submit}>
      <h2>{words.signIn.title}</h2>
      {failure !== undefined && (
        <p class="alert" role="alert">
          {failure.ended ? words.signIn.ended : say(words.signIn.failed, { detail: failure.detail })}
        </p>
      )}
      {leave !== undefined && (
        <>
          <p>{words.signIn.atIssuer}</p>
          <button type="button" class="chief" onClick={leave}>
            {words.signIn.go}
          </button>
        </>
      )}
      {take !== undefined && (
        <>
          <label>
            {words.signIn.token} <input name="token" type="password" autocomplete="off" required />
          </label>
          <button type="submit" class="chief">
            {words.signIn.open}
          </button>
        </>
      )}
      <p class="quiet">{words.signIn.inMemory}</p>
    </form>
  );
}
