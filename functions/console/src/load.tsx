import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type State<T> = { kind: 'loading' } | { kind: 'failed'; reason: string } | { kind: 'loaded'; value: T };

/** Load once per key; a later key wins over an answer that comes late. */
export function useLoaded<T>(key: string, load: () => Promise<T>): State<T> {
  const [state, setState] = useState<State<T>>({ kind: 'loading' });
  useEffect(() => {
    let current = true;
    setState({ kind: 'loading' });
    load().then(
      (value) => current && setState({ kind: 'loaded', value }),
      (error: unknown) =>
        current &&
        setState({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      current = false;
    };
  }, [key]);
  return state;
}

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
      return <p class="alert" role="alert">{`${props.what}: ${props.state.reason}`}</p>;
    case 'loaded':
      return <>{props.children(props.state.value)}</>;
  }
}
