import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { reasonOf } from './api.ts';
import { useLanguage } from './language/language.tsx';

export type State<T> =
  | { kind: 'loading' }
  | { kind: 'failed'; error: unknown; again: () => void }
  /** `again` loads anew, and shows what is here until that has come. */
  | { kind: 'loaded'; value: T; again: () => void };

/** Load once per key, and anew when asked; a later key wins over an answer that comes late. */
export function useLoaded<T>(key: string, load: () => Promise<T>): State<T> {
  const [state, setState] = useState<State<T> & { of?: string }>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    const again = () => setAttempt((made) => made + 1);
    setState((shown) => (shown.kind === 'loaded' && shown.of === key ? shown : { kind: 'loading' }));
    load().then(
      (value) => current && setState({ kind: 'loaded', value, again, of: key }),
      (error: unknown) => current && setState({ kind: 'failed', error, again }),
    );
    return () => {
      current = false;
    };
  }, [key, attempt]);
  return state;
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
  const first = useLoaded(key, async () => {
    const page = await load();
    setFurther([]);
    setFailure(undefined);
    setCursor(page.cursor);
    return page;
  });
  const next = (from: string) => {
    setFailure(undefined);
    load(from).then(
      (page) => {
        setFurther((known) => [...known, ...page.items]);
        setCursor(page.cursor);
      },
      (error: unknown) => setFailure(error),
    );
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
      return <>{props.children(props.state.value, props.state.again)}</>;
  }
}
