import { useState } from 'preact/hooks';
import type { Client } from '../../../../lib/client/index.ts';
import type { DecisionReplayView } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';

/** Make a decision again from its stored inputs, and say whether the same comes out. */
export function Replay({ client, decision }: { client: Client; decision: string }) {
  const { words, say, format, apiLanguage: query } = useLanguage();
  const told = words.trust.replay;
  const [state, setState] = useState<'asked' | { replay: DecisionReplayView } | { error: unknown }>();
  const replay = async () => {
    setState('asked');
    try {
      const { body } = await client.call('GET /v1/decisions/{decision}/replay', {
        path: { decision },
        query,
      });
      setState({ replay: body });
    } catch (error) {
      setState({ error });
    }
  };
  if (state === undefined)
    return (
      <button type="button" onClick={replay}>
        {told.ask}
        <span class="unseen">{` ${decision}`}</span>
      </button>
    );
  if (state === 'asked') return <span role="status">{told.busy}</span>;
  if ('error' in state) return <Failure error={state.error} again={replay} />;
  const { kind, differs, why } = state.replay;
  return (
    <span role="status">
      <strong class={kind === 'same' ? 'done' : 'alert'}>
        {kind === 'same' ? told.same : say(told.different, { names: format.list(differs) })}
      </strong>
      <ul class="reasons">
        {why.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </span>
  );
}
