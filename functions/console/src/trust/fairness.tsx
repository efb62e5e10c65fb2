import { joinSentences } from '../../../../lib/charts/join-sentences.ts';
import type { MarketHealth } from '../../../../lib/domain/index.ts';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';
import { sentence } from '../sentence.ts';

/** What comparable buyers paid, and how often segments are recommended for, approved and offered to. */
export function Fairness({ health: { fairness } }: { health: MarketHealth }) {
  const { words, say, count, format } = useLanguage();
  const told = words.trust.fairness;
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{told.title}</h3>
      {fairness === null ? (
        <p>{told.none}</p>
      ) : (
        <>
          <p>
            {count(told.compared, fairness.compared, {
              day: format.day(fairness.asOf),
              limit: format.share(fairness.largestGap),
            })}
          </p>
          <p class={fairness.alarms > 0 ? 'alert' : ''}>{count(told.alarms, fairness.alarms)}</p>
          {fairness.largest !== null && (
            <p>
              {joinSentences([
                say(told.largest, { sku: fairness.largest.sku, gap: format.share(fairness.largest.gap) }),
                sentence(fairness.largest.reason),
              ])}
            </p>
          )}
          {fairness.rates !== undefined && <Rates rates={fairness.rates} />}
          {fairness.notes.map((note) => (
            <p key={note} class="quiet">
              {sentence(note)}
            </p>
          ))}
        </>
      )}
    </section>
  );
}

type RatesProps = { rates: NonNullable<NonNullable<MarketHealth['fairness']>['rates']> };

function Rates({ rates: { segments } }: RatesProps) {
  const { words, say, format } = useLanguage();
  const told = words.trust.fairness;
  return (
    <details>
      <summary>{told.rates}</summary>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <Heading name={told.segment} />
              <Heading name={told.kind} />
              <Heading name={told.rate} numbers />
              <Heading name={told.others} numbers />
              <Heading name={told.alarm} />
            </tr>
          </thead>
          <tbody>
            {segments.map((one) => (
              <tr key={`${one.segment} ${one.kind}`}>
                <th scope="row">{one.segment}</th>
                <td>{told.kinds[one.kind]}</td>
                <td class="number">
                  {say(told.range, {
                    rate: format.share(one.rate),
                    low: format.share(one.interval.lower),
                    high: format.share(one.interval.upper),
                  })}
                </td>
                <td class="number">{one.othersRate === null ? '–' : format.share(one.othersRate)}</td>
                <td>{one.alarm ? told.different : told.same}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
