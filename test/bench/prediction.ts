import { type DayCut, judgeCut, PUBLIC_CUTS } from './prediction-cuts.ts';
import { benchCdnow } from './prediction-holdout.ts';
import { benchScale } from './prediction-scale.ts';

/**
 * `npm run bench:prediction [public | cdnow | scale | date …]`: who orders in 30 and 90 days on Online Retail's public cuts and
 * when, beside the published peers; CDNOW's holdout and the time of a fit; time and memory of 300,000 buyers. Without a part
 * the first two; dates (`2011-06-01`) are cuts of one's own.
 */
function main(parts: readonly string[]): void {
  for (const part of parts.length > 0 ? parts : ['public', 'cdnow']) {
    if (part === 'public') PUBLIC_CUTS.forEach(judgeCut);
    else if (part === 'cdnow') benchCdnow();
    else if (part === 'scale') benchScale();
    else for (const days of [30, 90] as const) judgeCut({ cut: part, days } satisfies DayCut);
  }
}

main(process.argv.slice(2));
