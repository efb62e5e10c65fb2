import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { reasonOf } from './api.ts';
import { useLanguage } from './language/language.tsx';
import { useResume } from './use-line.ts';

export type State<T> =
  | { kind: 'loading' }
  | { kind: 'failed'; error: unknown; again: () => void }
  | {
      kind: 'loaded';
      value: T;
      /** Loads anew, and shows what is here until that has come. */
      again: () => void;
      /** When it was read, and why it could not be read anew since then. */
      stale?: { at: string; error: unknown };
    };

type Held<T> = State<T> & { of?: string; at?: string };

/**
 * Load once per key, and anew when asked; a later key wins over an answer that comes late. What was loaded stays when it cannot be read
 * anew. What failed is loaded by itself when the line is back.
 */
export function useLoaded<T>(key: string, load: () => Promise<T>): State<T> {
  const [state, setState] = useState<Held<T>>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    const again = () => setAttempt((made) => made + 1);
    setState((shown) => (shown.kind === 'loaded' && shown.of === key ? shown : { kind: 'loading' }));
    load().then(
      (value) => current && setState({ kind: 'loaded', value, again, of: key, at: new Date().toISOString() }),
      (error: unknown) => current && setState((shown) => failedFrom(shown, { error, again, key })),
    );
    return () => {
      current = false;
    };
  }, [key, attempt]);
  const lacks = state.kind === 'failed' || (state.kind === 'loaded' && state.stale !== undefined);
  useResume(lacks ? state.again : undefined);
  return state;
}

function failedFrom<T>(
  shown: Held<T>,
  { error, again, key }: { error: unknown; again: () => void; key: string },
): Held<T> {
  if (shown.kind !== 'loaded' || shown.of !== key) return { kind: 'failed', error, again };
  return { ...shown, again, stale: { at: shown.at ?? '', error } };
}

/** A page of a list; it may say more than its items. */
type ListPage = { items: unknown[]; cursor?: string | undefined };

/** A list that is loaded page by page. */
export type Pages<Page extends ListPage> = {
  first: State<Page>;
  /** Items of the pages after the first. */
  further: Page['items'];
  /** Loads the next page; absent on the last one. */
  more: (() => void) | undefined;
  /** Why the next page did not come. */
  failure: unknown;
};

/** Load a list's first page, and the next ones when asked. */
export function usePages<Page extends ListPage>(
  key: string,
  load: (cursor?: string) => Promise<Page>,
): Pages<Page> {
  const [further, setFurther] = useState<Page['items']>([]);
  const [cursor, setCursor] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  // what comes late, of another list or of one that was read anew meanwhile, is of no use any more
  const list = useRef({});
  const asking = useRef<string>();
  const first = useLoaded(key, async () => {
    const mine = {};
    list.current = mine;
    const page = await load();
    if (list.current !== mine) return page;
    setFurther([]);
    setFailure(undefined);
    setCursor(page.cursor);
    return page;
  });
  const next = (from: string) => {
    if (asking.current === from) return;
    asking.current = from;
    setFailure(undefined);
    const of = list.current;
    load(from)
      .then(
        (page) => {
          if (list.current !== of) return;
          setFurther((known) => [...known, ...page.items]);
          setCursor(page.cursor);
        },
        (error: unknown) => list.current === of && setFailure(error),
      )
      .finally(() => {
        if (asking.current === from) asking.current = undefined;
      });
  };
  return { first, further, more: cursor === undefined ? undefined : () => next(cursor), failure };
}

/** The button for a list's next page, and why it did not come. */
export function More({ pages: { more, failure } }: { pages: Pick<Pages<ListPage>, 'more' | 'failure'> }) {
  const { words } = useLanguage();
  return (
    <>
      {failure !== undefined && <Failure error={failure} />}
      {more !== undefined && (
        <button type="button" onClick={more}>
          {words.load.more}
        </button>
      )}
    </>
  );
}

/** Say why something did not come, or was not done. */
export function Failure({ error, what, again }: { error: unknown; what?: string; again?: () => void }) {
  const { words } = useLanguage();
  const reason = reasonOf(error, words.load);
  return (
    <p class="alert" role="alert">
      {what === undefined ? reason : `${what}: ${reason}`}
      {again !== undefined && (
        <button type="button" onClick={again}>
          {words.load.again}
        </button>
      )}
    </p>
  );
}

/** Show what is loaded, or say that it is loading or why it isn't there. */
export function Loaded<T>(props: {
  state: State<T>;
  what: string;
  children: (value: T, again: () => void) => ComponentChildren;
}) {
  const { words, say } = useLanguage();
  switch (props.state.kind) {
    case 'loading':
      return (
        <p class="quiet loading" role="status">
          {say(words.load.loading, { what: props.what })}
        </p>
      );
    case 'failed':
      return <Failure error={props.state.error} what={props.what} again={props.state.again} />;
    case 'loaded':
      return (
        <>
          {props.state.stale !== undefined && (
            <Stale {...props.state.stale} {...props.state} what={props.what} />
          )}
          {props.children(props.state.value, props.state.again)}
        </>
      );
  }
}

type StaleProps = { at: string; error: unknown; again: () => void; what: string };

/** Say how old it is what is shown, and why. */
function Stale({ at, error, again, what }: StaleProps) {
  const { words, say, format } = useLanguage();
  return (
    <p class="quiet" role="status">
      {say(words.load.stale, { what, at: format.moment(at), reason: reasonOf(error, words.load) })}
      <button type="button" onClick={again}>
        {words.load.again}
      </button>
    </p>
  );
}
