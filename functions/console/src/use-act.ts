import { useRef, useState } from 'preact/hooks';
import { ApiError } from '../../../lib/client/index.ts';

/** An act of a person that the API is asked for, and where it stands. */
export type Acting = {
  /** True while it is on its way: its button waits. */
  busy: boolean;
  /** Why it was not done; `undefined` where nothing failed. */
  failure: unknown;
  /**
   * Do it.
   *
   * @param work - does it, under a name that stays the same while it is tried again: what reached the API the first time takes effect once
   * @param what - what is asked for; another one is another act, under another name
   * @returns whether it was done
   */
  act: (work: (idempotencyKey: string) => Promise<unknown>, what?: unknown) => Promise<boolean>;
  /** Forget that it failed. */
  forget: () => void;
};

/**
 * Let a person do one thing: a second press while it is on its way does nothing, a failure is kept to be shown (`<Failure error={failure} />`)
 * and gone with the next try, and a try after a broken connection takes effect once.
 */
export function useAct(): Acting {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const tried = useRef<{ key: string; what: string }>();
  const running = useRef(false);
  return {
    ...{ busy, failure },
    act: async (work, what) => {
      if (running.current) return false;
      running.current = true;
      const named = JSON.stringify(what) ?? '';
      if (tried.current?.what !== named) tried.current = { key: crypto.randomUUID(), what: named };
      setBusy(true);
      setFailure(undefined);
      try {
        await work(tried.current.key);
        tried.current = undefined;
        return true;
      } catch (error) {
        setFailure(error);
        // what was refused in words did not take effect, and would be refused again by its name
        if (error instanceof ApiError && error.status < 500) tried.current = undefined;
        return false;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    forget: () => setFailure(undefined),
  };
}
