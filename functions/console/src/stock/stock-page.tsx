import { useEffect, useReducer, useState } from 'preact/hooks';
import type { HomedMarket } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';
import { addressOf } from '../place.ts';
import { useResume } from '../use-line.ts';
import { SkuView } from './sku-view.tsx';
import { Worklist } from './worklist.tsx';
import { WorklistChoices } from './worklist-choices.tsx';
import { type Choice, openWorklist, recallWorklist } from './worklist-memory.ts';

type Props = { market: HomedMarket; sku: string | undefined };

/** The market's SKUs, most money at risk first, and the one that is chosen. */
export function StockPage({ market, sku }: Props) {
  const { words } = useLanguage();
  const [worklist, setWorklist] = useState(() => recallWorklist(market));
  const [mostUrgent, setMostUrgent] = useState(() => worklist.rows.at(0)?.sku);
  // the page itself is drawn anew for its first row alone: the SKU beside the list is dear to draw
  useEffect(() => {
    const look = () => setMostUrgent((known) => worklist.rows.at(0)?.sku ?? known);
    look();
    return worklist.rows.follow(look);
  }, [worklist]);
  useEffect(() => {
    // what was left a while ago may have changed since
    if (worklist.rows.count() > 0) worklist.rows.renew();
    else worklist.rows.look(0, 0);
  }, [worklist]);
  const chosen = sku ?? mostUrgent;
  const choose = (choice: Choice) => setWorklist(openWorklist(market, choice));
  return (
    <>
      <p class="quiet">{words.modes[market.killed ? 'killed' : market.mode]}</p>
      <div class="beside">
        <section class="panel" aria-label={words.stock.worklist}>
          <h2>{words.stock.title}</h2>
          <WorklistChoices choice={worklist.choice} onChoose={choose} />
          <Listed
            worklist={worklist}
            selected={chosen}
            hrefOf={(name) => addressOf(market.market, 'stock', name)}
          />
        </section>
        {chosen !== undefined && (
          <div class="page" tabIndex={-1} data-opened>
            <SkuView market={market} sku={chosen} />
          </div>
        )}
      </div>
    </>
  );
}

/** The list, or why there is nothing in it. */
function Listed(props: Parameters<typeof Worklist>[0]) {
  const { words, say } = useLanguage();
  const { rows, choice } = props.worklist;
  const [, draw] = useReducer((times: number) => times + 1, 0);
  useEffect(() => rows.follow(() => draw(undefined)), [rows]);
  const failure = rows.failure();
  useResume(failure === undefined ? undefined : rows.again);
  if (rows.count() > 0) return <Worklist {...props} />;
  if (failure !== undefined)
    return <Failure error={failure} what={words.stock.worklist} again={rows.again} />;
  if (!rows.isWhole())
    return (
      <p class="quiet loading" role="status">
        {say(words.load.loading, { what: words.stock.worklist })}
      </p>
    );
  const isAll = choice.filter === undefined && choice.prefix === '';
  return <p class="quiet">{isAll ? words.stock.none : words.stock.noneOfThese}</p>;
}
