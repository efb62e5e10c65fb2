import { useLanguage } from '../language/language.tsx';
import type { SessionState } from './use-session.ts';

/** Ask who is there: by the issuer's own page, or by a token where there is no issuer. */
export function SignIn({ failure, busy, leave, take }: SessionState) {
  const { words, say } = useLanguage();
  if (busy)
    return (
      <p class="quiet" role="status">
        {words.signIn.comingBack}
      </p>
    );
  return (
    <form class="panel sign-in" onSubmit={(event) => takeToken(event, take)}>
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
          <TokenField />
          <button type="submit" class="chief">
            {words.signIn.open}
          </button>
        </>
      )}
      <p class="quiet">{words.signIn.inMemory}</p>
    </form>
  );
}

/** Ask for it once more where it ended: the console beneath stays as it is, with what was typed. */
export function SignInAgain({ failure, beside, take }: SessionState) {
  const { words, say } = useLanguage();
  return (
    <form class="panel urgent" onSubmit={(event) => takeToken(event, take)}>
      <p role="alert">
        {failure === undefined || failure.ended
          ? words.signIn.endedOpen
          : say(words.signIn.failed, { detail: failure.detail })}
      </p>
      <p class="buttons">
        {beside !== undefined && (
          <button type="button" class="chief" onClick={beside}>
            {words.signIn.again}
          </button>
        )}
        {take !== undefined && (
          <>
            <TokenField />
            <button type="submit" class="chief">
              {words.signIn.again}
            </button>
          </>
        )}
      </p>
    </form>
  );
}

function TokenField() {
  const { words } = useLanguage();
  return (
    <label>
      {words.signIn.token} <input name="token" type="password" autocomplete="off" required />
    </label>
  );
}

function takeToken(event: SubmitEvent, take: SessionState['take']): void {
  event.preventDefault();
  if (!(event.currentTarget instanceof HTMLFormElement)) return;
  const token = new FormData(event.currentTarget).get('token');
  if (typeof token === 'string' && token.trim() !== '') take?.(token.trim());
}
