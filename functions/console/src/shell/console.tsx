import { useEffect, useMemo, useRef } from 'preact/hooks';
import {
  type Configuration,
  type HomedMarket,
  type Markets,
  openRegions,
  readMarkets,
  type Session,
} from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import type { Line } from '../line.ts';
import { Loaded, type State, useLoaded } from '../load.tsx';
import { ALL, addressOf, type Place, type Room, rooms, usePlace } from '../place.ts';
import { SignInAgain } from '../session/sign-in.tsx';
import type { SessionState } from '../session/use-session.ts';
import { useResume } from '../use-line.ts';
import { KillSwitch } from './kill-switch.tsx';
import { LostLine } from './lost-line.tsx';
import { Preferences } from './preferences.tsx';
import { beginRoom, RoomView } from './room-view.tsx';

type Props = { configuration: Configuration; session: Session; signedIn: SessionState; line: Line };

/** The console of somebody who is signed in: rooms, markets, the kill switch, and the room that the address names. */
export function Console({ configuration, session, signedIn, line }: Props) {
  const { words, say } = useLanguage();
  const regions = useMemo(
    () => openRegions(configuration, { session, line, onRefused: signedIn.end }),
    [configuration, session],
  );
  const markets = useLoaded('markets', async () => {
    const read = await readMarkets(regions);
    signedIn.begun();
    return read;
  });
  const missing = markets.kind === 'loaded' ? markets.value.silent : [];
  // a region that was silent has its markets back
  useResume(missing.length > 0 && markets.kind === 'loaded' ? markets.again : undefined);
  const place = usePlace();
  useFirstNight(markets, place.room);
  beginRoom(place.room);
  return (
    <Loaded state={markets} what={words.shell.markets}>
      {({ held, silent }, again) => (
        <Frame markets={held} place={place} again={again}>
          {signedIn.ended && <SignInAgain {...signedIn} />}
          {silent.map((region) => (
            <p key={region} class="alert" role="alert">
              {say(words.shell.silent, { region })}
            </p>
          ))}
          <LostLine missing={silent} />
        </Frame>
      )}
    </Loaded>
  );
}

/** Whether a market's first night is over is asked again with each room, for as long as one had none. */
function useFirstNight(markets: State<Markets>, room: Room): void {
  const before = useRef(room);
  useEffect(() => {
    if (before.current === room || markets.kind !== 'loaded') return;
    before.current = room;
    if (markets.value.held.some(({ lastRun }) => lastRun === null)) markets.again();
  }, [room, markets]);
}

type FrameProps = {
  markets: readonly HomedMarket[];
  place: Place;
  again: () => void;
  children: preact.ComponentChildren;
};

function Frame({ markets, place, again, children }: FrameProps) {
  const { words } = useLanguage();
  const chosen = markets.find(({ market }) => market === place.market);
  const shown = chosen === undefined ? markets : [chosen];
  const content = useFocusOnChange(place, words.rooms[place.room], chosen?.name);
  return (
    <>
      <button type="button" class="skip" onClick={() => content.current?.focus()}>
        {words.shell.skip}
      </button>
      <header class="bar">
        <h1>Tradewind</h1>
        <MarketChoice markets={markets} place={place} chosen={chosen} />
        <KillSwitch markets={shown} onTurned={again} />
        <Preferences />
      </header>
      <nav class="rooms" aria-label={words.shell.rooms}>
        {rooms.map((room) => (
          <RoomLink key={room} room={room} place={place} />
        ))}
      </nav>
      <main id="content" ref={content} tabIndex={-1}>
        {children}
        <RoomView markets={markets} chosen={chosen} place={place} />
      </main>
    </>
  );
}

function RoomLink({ room, place }: { room: Room; place: Place }) {
  const { words } = useLanguage();
  return (
    <a href={addressOf(place.market ?? ALL, room)} aria-current={room === place.room ? 'page' : undefined}>
      {words.rooms[room]}
    </a>
  );
}

type ChoiceProps = { markets: readonly HomedMarket[]; place: Place; chosen: HomedMarket | undefined };

/** Which market is looked at; what a name in the address meant in another market is left behind. */
function MarketChoice({ markets, place, chosen }: ChoiceProps) {
  const { words } = useLanguage();
  return (
    <label class="market-choice">
      <span class="unseen">{words.shell.market}</span>
      <select
        value={chosen?.market ?? ALL}
        onChange={(event) => {
          location.hash = addressOf(event.currentTarget.value, place.room);
        }}
      >
        <option value={ALL}>{words.shell.allMarkets}</option>
        {markets.map(({ market, name, currency }) => (
          <option key={market} value={market}>
            {`${name} · ${currency}`}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Name the page by its place; whoever follows a link by keyboard goes on from what it opened. */
function useFocusOnChange(place: Place, room: string, market: string | undefined) {
  const content = useRef<HTMLElement>(null);
  const shown = [place.market, place.room, ...place.names].join('/');
  const before = useRef(shown);
  useEffect(() => {
    document.title = `${market === undefined ? room : `${room}, ${market}`} – Tradewind`;
    if (before.current !== shown) openedIn(content.current)?.focus();
    before.current = shown;
  }, [shown, room, market]);
  return content;
}

/** What a room opened beside a list, else the whole room. */
const openedIn = (content: HTMLElement | null): HTMLElement | null =>
  content?.querySelector<HTMLElement>('[data-opened]') ?? content;
