import type { Segmentation } from '../../../../lib/domain/index.ts';
import { useLanguage } from '../language/language.tsx';

/** What became of the segments since the one before: those that came and went, and who moved. */
export function SegmentNews({ segmentation }: { segmentation: Segmentation }) {
  const { words, say, format } = useLanguage();
  const { previous, changes, moves, stayed, segments } = segmentation;
  const told = words.buyers.news;
  if (previous === null) return <p class="quiet">{told.first}</p>;
  const names = new Map(segments.map(({ segment, name }) => [segment, name]));
  const nameOf = (segment: string) => names.get(segment) ?? told.gone;
  const moved = moves.toSorted((one, other) => other.buyers - one.buyers);
  return (
    <section class="panel" aria-label={told.title}>
      <h3>{say(told.since, { day: format.day(previous) })}</h3>
      {changes.length === 0 && moved.length === 0 && <p>{told.nothing}</p>}
      <ul class="reasons">
        {changes.map(({ segment, text }) => (
          <li key={`${segment} ${text}`}>{text}</li>
        ))}
        {moved.map(({ from, to, buyers }) => (
          <li key={`${from} ${to}`}>
            {say(from === null ? told.new : told.moved, {
              buyers: format.units(buyers),
              from: from === null ? '' : nameOf(from),
              to: nameOf(to),
            })}
          </li>
        ))}
      </ul>
      {moved.length > 0 && <p class="quiet">{say(told.stayed, { buyers: format.units(stayed) })}</p>}
    </section>
  );
}
