import { type HomedMarket, regionsOf } from '../api.ts';
import { useLanguage } from '../language/language.tsx';
import { AutomationPanel } from './automation-panel.tsx';
import { RightsPanel } from './rights-panel.tsx';
import './limits.css';

type Props = { markets: readonly HomedMarket[]; chosen: HomedMarket | undefined };

/** How far Tradewind may act, and who may decide: of the market that is chosen, or of all of each region. */
export function LimitsRoom({ markets, chosen }: Props) {
  const { words, say } = useLanguage();
  const told = words.limits;
  const regions = regionsOf(chosen === undefined ? markets : [chosen]);
  const isOne = regions.length === 1;
  return (
    <>
      <h2 class="room-title">{told.title}</h2>
      <p class="quiet">{told.means}</p>
      {regions.map((region) => {
        const here = markets.filter((one) => one.region === region);
        const of = isOne ? words.shell.allMarkets : say(told.ofRegion, { region: region.region });
        return (
          <div key={region.region} class="page">
            {chosen !== undefined && (
              <AutomationPanel
                name={chosen.name}
                market={chosen.market}
                region={region}
                currencies={[chosen.currency]}
                markets={markets}
              />
            )}
            <AutomationPanel
              name={of}
              market={undefined}
              region={region}
              currencies={[...new Set(here.map(({ currency }) => currency))]}
              markets={markets}
            />
            <RightsPanel region={region} markets={here} isOne={isOne} />
          </div>
        );
      })}
    </>
  );
}
