import type { Recommendation, SkuDetail } from '../../../../lib/domain/index.ts';
import { Fact } from '../fact.tsx';
import { useLanguage } from '../language/language.tsx';
import { sentence } from '../sentence.ts';
import { DraftPanel } from './draft-panel.tsx';
import type { SkuPlace } from './sku-place.ts';

type Ready = Extract<Recommendation, { kind: 'ready' }>;
type Props = {
  of: SkuPlace;
  recommendation: Recommendation;
  detail: SkuDetail;
  /** Asked after a decision: what holds may have changed. */
  onDecided: () => void;
};

/** What Tradewind would charge and order, why, within which limits, what that would earn, and the draft to decide. */
export function AdvicePanel({ of, recommendation, detail, onDecided }: Props) {
  const { words, format, count } = useLanguage();
  const told = words.sku.advice;
  const { effective } = recommendation;
  return (
    <section class="panel advice-panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      <dl class="facts">
        <Fact name={words.stock.chargeNow}>
          {effective.price === null ? '–' : format.unitPrice(effective.price)}
          <Beside>{told.sources[effective.source]}</Beside>
        </Fact>
        {recommendation.kind === 'ready' && <Proposal advice={recommendation} />}
      </dl>
      {recommendation.kind === 'insufficientData' && (
        <p class="alert">{sentence(detail.warnings[0] ?? recommendation.detail)}</p>
      )}
      <DraftPanel of={of} detail={detail} onDecided={onDecided} />
      {detail.why.length > 0 && <h4>{told.why}</h4>}
      <ul class="reasons">
        {detail.why.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {detail.drift !== null && <p class="alert">{sentence(detail.drift.words)}</p>}
      {recommendation.kind === 'ready' && <Ground advice={recommendation} told={detail.warnings} />}
      {detail.contracts.length > 0 && <p class="quiet">{count(told.contracts, detail.contracts.length)}</p>}
    </section>
  );
}

function Proposal({ advice }: { advice: Ready }) {
  const { words, format, say, count } = useLanguage();
  const { proposal, state, expectedGain } = advice;
  const { units, money, unitPrice } = format;
  return (
    <>
      {proposal !== null && (
        <>
          <Fact name={words.stock.proposedPrice}>
            {unitPrice(proposal.price)}
            {proposal.price.micros !== state.price.micros && (
              <Beside>{format.change(proposal.price.micros / state.price.micros - 1)}</Beside>
            )}
          </Fact>
          <Fact name={words.stock.orderNow} id="order-units">
            {count(words.stock.orderUnits, proposal.orderUnits)}
          </Fact>
          <Fact name={words.stock.reorderPoint}>{units(proposal.reorderPoint)}</Fact>
        </>
      )}
      <Fact name={words.stock.gain}>
        {money(expectedGain.perDay)}
        <Beside>
          {say(words.sku.advice.between, {
            low: money(expectedGain.lower),
            high: money(expectedGain.upper),
          })}
        </Beside>
      </Fact>
    </>
  );
}

/** The night's warnings come first, and the SKU's own answer tells them in the reader's language. */
function warningsOf({ warnings }: Ready, inLanguage: readonly string[]): string[] {
  const ofNight = [...new Set(inLanguage)];
  return [...ofNight, ...warnings.slice(ofNight.length)];
}

/** What the advice rests on. */
function Ground({ advice, told: inLanguage }: { advice: Ready; told: readonly string[] }) {
  const { evidence, asOf, stale } = advice;
  const { words, format, say } = useLanguage();
  const told = words.sku.advice;
  return (
    <>
      <p class="quiet">
        {say(told.evidence, {
          weeks: format.units(evidence.weeks),
          moves: format.units(evidence.priceMoves),
          outcomes: format.units(evidence.outcomes),
          elasticity: format.decimal(evidence.elasticity),
          error: format.decimal(evidence.elasticityStandardError),
          day: format.day(asOf),
        })}
      </p>
      {stale && <p class="alert">{told.stale}</p>}
      {warningsOf(advice, inLanguage).map((warning) => (
        <p key={warning} class="quiet">
          {sentence(warning)}
        </p>
      ))}
    </>
  );
}

/** What is to be known of a figure, smaller and beside it. */
const Beside = ({ children }: { children: string }) => <span class="quiet source">{` ${children}`}</span>;
