import { useRef, useState } from 'preact/hooks';
import type { ExperimentPlanView, ExperimentRequest } from '../../../../lib/domain/index.ts';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { addressOf } from '../place.ts';

type Props = {
  market: HomedMarket;
  request: ExperimentRequest;
  plan: ExperimentPlanView;
  onStarted: () => void;
};

/** Start what is set up, after it was said once more what that means. */
export function StartExperiment({ market, request, plan, onStarted }: Props) {
  const { words, say, format } = useLanguage();
  const told = words.experiments;
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const start = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      const { body } = await market.region.client.call('POST /v1/experiments', { body: request });
      dialog.current?.close();
      onStarted();
      location.hash = addressOf(market.market, 'worth', 'experiments', body.id);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const ask = () => {
    setFailure(undefined);
    dialog.current?.showModal();
  };
  return (
    <div class="buttons">
      <button type="button" class="chief" onClick={ask}>
        {told.start}
      </button>
      <dialog ref={dialog} aria-labelledby="start-test">
        <h2 id="start-test">{told.startQuestion}</h2>
        <p>
          {say(told.startMeans, {
            ...{ human: format.units(plan.unitsPerArm.human), unit: told.unitNames[plan.unit] },
            ...{ day: format.day(plan.start), weeks: format.units(request.weeks ?? plan.weeks) },
          })}
        </p>
        <p>{told.startHolds}</p>
        {failure !== undefined && <Failure error={failure} />}
        <p class="buttons">
          <button type="button" class="chief" disabled={busy} onClick={start}>
            {told.startNow}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {words.kill.leave}
          </button>
        </p>
      </dialog>
    </div>
  );
}
