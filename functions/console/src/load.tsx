import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type State<T> =
  | { kind: 'loading' }
  | { kind: 'failed'; reason: string; again: () => void }
  | { kind: 'loaded'; value: T };

/** Load once per key, and anew when asked; a later key wins over an answer that comes late. */
export function useLoaded<T>(key: string, load: () => Promise<T>): State<T> {
  const [state, setState] = useState<State<T>>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    setState({ kind: 'loading' });
    load().then(
      (value) => current && setState({ kind: 'loaded', value }),
      (error: unknown) =>
        current &&
        setState({ kind: 'failed', reason: reasonOf(error), again: () => setAttempt(attempt + 1) }),
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
  failure: string | undefined;
};

/** Load a list's first page, and the next ones when asked. */
export function usePages<Page extends ListPage>(
  key: string,
  load: (cursor?: string) => Promise<Page>,
): Pages<Page> {
  const [further, setFurther] = useState<Page['items']>([]);
  const [cursor, setCursor] = useState<string>();
  const [failure, setFailure] = useState<string>();
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
      (error: unknown) => setFailure(reasonOf(error)),
    );
  };
  return { first, further, more: cursor === undefined ? undefined : () => next(cursor), failure };
}

/** The button for a list's next page, and why it did not come. */
export function More({ pages: { more, failure } }: { pages: Pick<Pages<ListPage>, 'more' | 'failure'> }) {
  return (
    <>
      {failure !== undefined && (
        <p class="alert" role="alert">
          {failure}
        </p>
      )}
      {more !== undefined && (
        <button type="button" onClick={more}>
          Show more
        </button>
      )}
    </>
  );
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Show what is loaded, or say that it is loading or why it isn't there. */
export function Loaded<T>(props: {
  state: State<T>;
  what: string;
  children: (value: T) => ComponentChildren;
}) {
  switch (props.state.kind) {
    case 'loading':
      return <p class="quiet" role="status">{`Loading ${props.what} …`}</p>;
    case 'failed':
      return (
        <p class="alert" role="alert">
          {`${props.what}: ${props.state.reason} `}
          <button type="button" onClick={props.state.again}>
            Try again
          </button>
        </p>
      );
    case 'loaded':
      return <>{props.children(props.state.value)}</>;
  }
}
