import { useLanguage } from '../language/language.tsx';
import { useLostRegions } from '../use-line.ts';

/** Tell that regions stopped answering, for as long as they do not. */
export function LostLine({ missing }: { missing: readonly string[] }) {
  const { words, say, format } = useLanguage();
  // one whose markets are not here at all is told of by itself
  const lost = useLostRegions().filter((region) => !missing.includes(region));
  if (lost.length === 0) return null;
  return (
    <p class="lost-line" role="status">
      {say(words.shell.lost, { regions: format.list(lost) })}
    </p>
  );
}
