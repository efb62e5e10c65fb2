import type { ComponentType } from 'preact';
import { useLanguage } from './language/language.tsx';
import { Loaded, useLoaded } from './load.tsx';

/** A component whose file comes when it is first shown, or begun to be fetched before. */
export type Lazy<Props> = ComponentType<Props> & { begin: () => Promise<ComponentType<Props>> };

/**
 * Keep a component in a file of its own: who looks at one room waits for no other's.
 *
 * @param load - `async () => (await import('./room.tsx')).Room`
 */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>): Lazy<Props> {
  let known: ComponentType<Props> | undefined;
  let coming: Promise<ComponentType<Props>> | undefined;
  const begin = () => {
    coming ??= load().then(
      (component) => {
        known = component;
        return component;
      },
      (error: unknown) => {
        // it may be asked for again
        coming = undefined;
        throw error;
      },
    );
    return coming;
  };
  const Shown = (props: Props) => {
    const { words } = useLanguage();
    const state = useLoaded('room', begin);
    const Room = known;
    if (Room !== undefined) return <Room {...props} />;
    return (
      <Loaded state={state} what={words.shell.page}>
        {() => null}
      </Loaded>
    );
  };
  return Object.assign(Shown, { begin });
}
