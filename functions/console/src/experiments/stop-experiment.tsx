import { useRef, useState } from 'preact/hooks';
import type { ExperimentView } from '../../../../lib/domain/index.ts';
import type { Region } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';

type Props = { test: ExperimentView; region: Region; onStopped: () => void };

const LEAST_LETTERS = 3;
const MOST_LETTERS = 500;

/** End a test before its time, with the reason: its arms have no force from the very next request on. */
export function StopExperiment({ test, region, onStopped }: Props) {
  const { words } = useLanguage();
  const told = words.experiments;
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const stop = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const path = { experiment: test.id };
      await region.client.call('POST /v1/experiments/{experiment}/stop', { path, body: { reason } });
      dialog.current?.close();
      onStopped();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        {told.stop}
      </button>
      <dialog ref={dialog} aria-labelledby="stop-test">
        <form onSubmit={stop}>
          <h2 id="stop-test">{told.stopQuestion}</h2>
          <p>{told.stopMeans}</p>
          <label class="field">
            {told.reason}
            <textarea
              rows={3}
              required
              minLength={LEAST_LETTERS}
              maxLength={MOST_LETTERS}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          </label>
          {failure !== undefined && <Failure error={failure} />}
          <p class="buttons">
            <button type="submit" class="danger" disabled={busy}>
              {told.stopNow}
            </button>
            <button type="button" onClick={() => dialog.current?.close()}>
              {words.kill.leave}
            </button>
          </p>
        </form>
      </dialog>
    </>
  );
}
