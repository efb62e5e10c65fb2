import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Configuration, Session } from '../api.ts';
import { comeBack, leaveToSignIn, signInBeside } from './code-flow.ts';

/** Where signing in stands. */
export type SessionState = {
  session: Session | undefined;
  /** True where it ended while the console was open: what is shown and typed stays until somebody signs in again. */
  ended: boolean;
  /** Why there is none: it ended, or it could not begin; the issuer's words where it gave some. */
  failure: { ended: true } | { ended: false; detail: string } | undefined;
  /** True while a person comes back from the issuer. */
  busy: boolean;
  /** Goes to the issuer; absent where there is none, and a token is asked for. */
  leave: (() => void) | undefined;
  /** Asks the issuer in a window beside this page. */
  beside: (() => void) | undefined;
  /** Takes a token that a person has; absent where there is an issuer. */
  take: ((token: string) => void) | undefined;
  /** The token is not taken, or no longer. */
  end: () => void;
  /** The token was taken: from now on the end of the session leaves the console open. */
  begun: () => void;
};

/**
 * Sign a person in: at the issuer by authorization code with PKCE, where the deployment names one; else by a token that the person
 * has. Either stays in this page's memory alone.
 *
 * @param onSignedIn - called when somebody has signed in anew
 */
export function useSession(configuration: Configuration, onSignedIn: () => void): SessionState {
  const issuer = issuerOf(configuration);
  const given = useRef<Session | undefined>(issuer === undefined ? givenInAddress() : undefined);
  const [isOpen, setOpen] = useState(given.current !== undefined);
  const [ended, setEnded] = useState(false);
  const [failure, setFailure] = useState<SessionState['failure']>();
  const [busy, setBusy] = useState(issuer !== undefined);
  const begun = useRef(false);
  // one for the whole visit, so that nothing is opened anew when the token behind it is another
  const session = useMemo<Session>(() => ({ token: () => given.current?.token() ?? '' }), []);
  const signIn = (next: Session | undefined) => {
    const before = given.current?.subject;
    // another person sees nothing of what this one read and typed
    if (before !== undefined && next?.subject !== undefined && next.subject !== before) {
      location.reload();
      return;
    }
    given.current = next;
    setOpen(next !== undefined);
    setEnded(false);
    if (next !== undefined) onSignedIn();
  };
  const fail = (error: unknown) =>
    setFailure({ ended: false, detail: error instanceof Error ? error.message : String(error) });
  useEffect(() => {
    if (issuer === undefined) return;
    comeBack(issuer)
      .then(signIn, fail)
      .finally(() => setBusy(false));
  }, [issuer?.clientId]);
  return {
    ...{ ended, failure, busy, session: isOpen ? session : undefined },
    leave: issuer && (() => void leaveToSignIn(issuer).catch(fail)),
    beside: issuer && (() => void signInBeside(issuer).then(signIn, fail)),
    take: issuer === undefined ? (token) => signIn({ token: () => token }) : undefined,
    end: () => {
      setFailure({ ended: true });
      if (begun.current) setEnded(true);
      else setOpen(false);
    },
    begun: () => {
      begun.current = true;
    },
  };
}

function issuerOf({ issuer, clientId }: Configuration) {
  return issuer === undefined || clientId === undefined ? undefined : { issuer, clientId };
}

/** A token may come in the address as `#token=…`; it is taken out at once, so that it is in no history and no bookmark. */
function givenInAddress(): Session | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return undefined;
  history.replaceState(null, '', location.pathname);
  return { token: () => token };
}
