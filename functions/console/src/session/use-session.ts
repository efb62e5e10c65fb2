import { useEffect, useState } from 'preact/hooks';
import type { Configuration, Session } from '../api.ts';
import { comeBack, leaveToSignIn, type SignedIn } from './code-flow.ts';

/** Where signing in stands. */
export type SessionState = {
  session: Session | undefined;
  /** Why there is none: it ended, or it could not begin; the issuer's words where it gave some. */
  failure: { ended: true } | { ended: false; detail: string } | undefined;
  /** True while a person comes back from the issuer. */
  busy: boolean;
  /** Goes to the issuer; absent where there is none, and a token is asked for. */
  leave: (() => void) | undefined;
  /** Takes a token that a person has; absent where there is an issuer. */
  take: ((token: string) => void) | undefined;
  end: () => void;
};

/**
 * Sign a person in: at the issuer by authorization code with PKCE, where the deployment names one; else by a token that the person
 * has. Either stays in this page's memory alone.
 */
export function useSession(configuration: Configuration): SessionState {
  const issuer = issuerOf(configuration);
  const [session, setSession] = useState<Session | undefined>(() =>
    issuer === undefined ? givenInAddress() : undefined,
  );
  const [failure, setFailure] = useState<SessionState['failure']>();
  const [busy, setBusy] = useState(issuer !== undefined);
  useEffect(() => {
    if (issuer === undefined) return;
    const done = (signedIn: SignedIn | undefined) => {
      setSession(signedIn);
      setBusy(false);
    };
    comeBack(issuer).then(done, (error: unknown) => {
      setFailure({ ended: false, detail: error instanceof Error ? error.message : String(error) });
      setBusy(false);
    });
  }, [issuer?.clientId]);
  return {
    ...{ session, failure, busy },
    leave:
      issuer &&
      (() => {
        leaveToSignIn(issuer).catch((error: unknown) =>
          setFailure({ ended: false, detail: error instanceof Error ? error.message : String(error) }),
        );
      }),
    take: issuer === undefined ? (token) => setSession({ token: () => token }) : undefined,
    end: () => {
      setFailure({ ended: true });
      setSession(undefined);
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
