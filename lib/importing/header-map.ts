import type { UploadKind } from '../domain/index.ts';
import { type Answers, answeredColumns } from './answers.ts';
import { kindColumns } from './columns.ts';
import type { Profile } from './profile.ts';
import { profilesOf } from './profiles.ts';

/** How far a header feeds the canonical columns of a kind. */
export type HeaderMap = {
  profile: Profile;
  /** Canonical column → its place in the header. */
  sources: Record<string, number>;
  /** Required columns that nothing feeds. */
  missing: string[];
  /** Columns whose name stands there more than once. */
  ambiguous: string[];
  /** Columns that an answer gives a name which the header lacks. */
  unknown: string[];
};

/** Names without case, blanks and punctuation, by which names are compared. */
const comparable = (name: string) => name.toLowerCase().replaceAll(/[\s_\-.\u200b\ufeff]/g, '');

/** Tell a header's shape: files of one shape are read alike. */
export const headerShape = (header: readonly string[]): string => JSON.stringify(header.map(comparable));

/** The names of a header as a person chooses among them: one that stands there twice, or not at all, with its place. */
export function headerLabels(header: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of header) counts.set(name, (counts.get(name) ?? 0) + 1);
  return header.map((name, place) =>
    name !== '' && counts.get(name) === 1 ? name : `${name} (column ${place + 1})`.trim(),
  );
}

/** Tell whether a header can be read as it stands. */
export const isComplete = ({ missing, ambiguous, unknown }: HeaderMap): boolean =>
  missing.length + ambiguous.length + unknown.length === 0;

/**
 * Map a header by the layout whose required columns are all in it, or all but one; where there is none, by our own names alone: what
 * two names share with a layout is no proof of it. A person's answers come before any layout. Other columns are ignored,
 * personal ones among them.
 */
export function mapHeader(kind: UploadKind, header: readonly string[], answers: Answers): HeaderMap {
  const names = indexNames(header);
  const maps = profilesOf(kind).map((profile) => mapByProfile(profile, { header, names }, answers));
  const lacking = (most: number) => maps.find(({ missing }) => missing.length <= most);
  // the first of a kind's layouts is our own
  return (lacking(0) ?? lacking(1) ?? maps[0]) as HeaderMap;
}

type Names = ReadonlyMap<string, readonly number[]>;

/** The places of each name, as names are compared. */
function indexNames(header: readonly string[]): Names {
  const places = new Map<string, number[]>();
  header.forEach((name, place) => {
    const same = places.get(comparable(name));
    if (same === undefined) places.set(comparable(name), [place]);
    else same.push(place);
  });
  return places;
}

function mapByProfile(
  profile: Profile,
  { header, names: known }: { header: readonly string[]; names: Names },
  answers: Answers,
): HeaderMap {
  const sources: Record<string, number> = {};
  const ambiguous: string[] = [];
  for (const [column, names] of Object.entries(profile.sources)) {
    const [place, ...more] = placesOf(names, known);
    if (place === undefined) continue;
    sources[column] = place;
    if (more.length > 0) ambiguous.push(column);
  }
  const unknown: string[] = [];
  const answered = answeredColumns(profile.kind, answers);
  const labels = answered.size === 0 ? [] : headerLabels(header);
  for (const [column, label] of answered) {
    const place = labels.indexOf(label);
    if (label === '') delete sources[column];
    else if (place < 0) unknown.push(column);
    else sources[column] = place;
  }
  return {
    profile,
    sources,
    missing: missingColumns(profile.kind, sources),
    ambiguous: ambiguous.filter((column) => !answered.has(column)),
    unknown,
  };
}

function missingColumns(kind: UploadKind, sources: Readonly<Record<string, number>>): string[] {
  const missing = kindColumns[kind].columns
    .filter(({ column, required }) => required && sources[column] === undefined)
    .map(({ column }) => column);
  if (kind === 'forecasts' && sources.mean === undefined && sources.p50 === undefined) missing.push('mean');
  return missing;
}

/** Places of the first of these names that the header has. */
function placesOf(names: readonly string[], known: Names): readonly number[] {
  for (const name of names) {
    const places = known.get(comparable(name));
    if (places !== undefined) return places;
  }
  return [];
}
