import { useRef, useState } from 'preact/hooks';
import { type HomedMarket, regionsOf } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { useAct } from '../use-act.ts';

type Props = {
  /** The markets that it stops: the one that is looked at, or all. */
  markets: readonly HomedMarket[];
  onTurned: () => void;
};

/** Stop Tradewind, in sight in every room: asks once, and holds on the very next request of whoever calls the API. */
export function KillSwitch({ markets, onTurned }: Props) {
  const { words, say, format } = useLanguage();
  const question = useRef<HTMLDialogElement>(null);
  const { busy, failure, act, forget } = useAct();
  const [asked, setAsked] = useState(false);
  if (markets.length === 0) return null;
  const stopped = markets.every(({ killed }) => killed);
  const names = format.list(markets.map(({ name }) => name));
  const some = markets.filter(({ killed }) => killed).map(({ name }) => name);
  const turn = async () => {
    const isDone = await act(() => (stopped ? release(markets) : stop(markets)));
    // where one region did not answer, the others have stopped
    onTurned();
    if (!isDone) return;
    setAsked(stopped);
    question.current?.close();
  };
  return (
    <div class="kill-switch">
      {some.length > 0 && (
        <strong class="stopped">
          {asked && stopped ? words.kill.releaseAsked : say(words.kill.stopped, { names: format.list(some) })}
        </strong>
      )}
      <button
        type="button"
        class={stopped ? '' : 'danger'}
        onClick={() => {
          forget();
          question.current?.showModal();
        }}
      >
        {stopped ? words.kill.release : words.kill.stop}
      </button>
      <dialog ref={question} aria-labelledby="kill-question">
        <h2 id="kill-question">
          {say(stopped ? words.kill.releaseQuestion : words.kill.stopQuestion, { names })}
        </h2>
        <p>{stopped ? words.kill.releaseMeans : words.kill.stopMeans}</p>
        {failure !== undefined && <Failure error={failure} />}
        <p class="buttons">
          <button type="button" class={stopped ? 'chief' : 'danger'} disabled={busy} onClick={turn}>
            {stopped ? words.kill.askRelease : words.kill.stopNow}
          </button>
          <button type="button" onClick={() => question.current?.close()}>
            {words.kill.leave}
          </button>
        </p>
      </dialog>
    </div>
  );
}

/** One market by its own switch; all of them by the merchant's, of which each region has one. */
async function stop(markets: readonly HomedMarket[]): Promise<void> {
  const [only] = markets;
  if (markets.length === 1 && only !== undefined) {
    const path = { market: only.market };
    await only.region.client.call('POST /v1/markets/{market}/automation/kill', { path, body: {} });
    return;
  }
  // every region is told, also where one does not answer
  const told = await Promise.allSettled(
    regionsOf(markets).map(({ client }) => client.call('POST /v1/automation/kill', { body: {} })),
  );
  const failed = told.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/** Ask for the end of every stop that holds: each waits for another person. */
async function release(markets: readonly HomedMarket[]): Promise<void> {
  for (const { client } of regionsOf(markets)) {
    const { body } = await client.call('GET /v1/automation');
    if (body.effective.killed) await client.call('POST /v1/automation/release', { body: {} });
  }
  for (const { market, region } of markets) {
    const path = { market };
    const { body } = await region.client.call('GET /v1/markets/{market}/automation', { path });
    if (body.set?.killed === true)
      await region.client.call('POST /v1/markets/{market}/automation/release', { path, body: {} });
  }
}
