import { useEffect, useMemo } from 'preact/hooks';
import { type Configuration, readConfiguration } from './api.ts';
import { useLanguage } from './language/language.tsx';
import { createLine } from './line.ts';
import { Loaded, useLoaded } from './load.tsx';
import { SignIn } from './session/sign-in.tsx';
import { useSession } from './session/use-session.ts';
import { Console } from './shell/console.tsx';
import { Preferences } from './shell/preferences.tsx';
import { LineOfVisit } from './use-line.ts';

/** It comes beside the words of the page's language. */
let coming: Promise<Configuration> | undefined = readConfiguration();
// whoever asks is told of a failure
coming.catch(() => undefined);

/** The configuration that is on its way since the page began, else read anew. */
function nextConfiguration(): Promise<Configuration> {
  const begun = coming ?? readConfiguration();
  coming = undefined;
  return begun;
}

/** The page: signs a person in, then shows the console. */
export function App() {
  const { words } = useLanguage();
  const configuration = useLoaded('configuration', nextConfiguration);
  return (
    <Loaded state={configuration} what={words.shell.page}>
      {(value) => <SignedIn configuration={value} />}
    </Loaded>
  );
}

function SignedIn({ configuration }: { configuration: Configuration }) {
  const line = useMemo(createLine, []);
  useEffect(() => line.close, [line]);
  const signedIn = useSession(configuration, line.resume);
  if (signedIn.session !== undefined)
    return (
      <LineOfVisit.Provider value={line}>
        <Console configuration={configuration} session={signedIn.session} signedIn={signedIn} line={line} />
      </LineOfVisit.Provider>
    );
  return (
    <>
      <header class="bar">
        <h1>Tradewind</h1>
        <Preferences />
      </header>
      <main>
        <SignIn {...signedIn} />
      </main>
    </>
  );
}
