import type { Segmentation } from '../../../../lib/domain/index.ts';
import { day, units } from '../format.ts';

/** What became of the segments since the one before: those that came and went, and who moved. */
export function SegmentNews({ segmentation }: { segmentation: Segmentation }) {
  const { previous, changes, moves, stayed, segments } = segmentation;
  if (previous === null)
    return (
      <p class="quiet">These are the market's first groups: what changes is told from the next night on.</p>
    );
  const names = new Map(segments.map(({ segment, name }) => [segment, name]));
  const nameOf = (segment: string) => names.get(segment) ?? 'a group that is gone';
  const moved = moves.toSorted((one, other) => other.buyers - one.buyers);
  return (
    <section class="panel" aria-label="What changed">
      <h3>{`What changed since ${day(previous)}`}</h3>
      {changes.length === 0 && moved.length === 0 && <p>Nothing: every buyer is where it was.</p>}
      <ul class="reasons">
        {changes.map(({ segment, text }) => (
          <li key={`${segment} ${text}`}>{text}</li>
        ))}
        {moved.map(({ from, to, buyers }) => (
          <li key={`${from} ${to}`}>
            {from === null
              ? `${units(buyers)} new to ${nameOf(to)}`
              : `${units(buyers)} moved from ${nameOf(from)} to ${nameOf(to)}`}
          </li>
        ))}
      </ul>
      {moved.length > 0 && <p class="quiet">{`${units(stayed)} stayed where they were.`}</p>}
    </section>
  );
}
