import { ALL_MARKETS } from '../domain/index.ts';

/** A condition for the rows of a location, with the parameters of `placeOf`: they name it, or none and are of a market that it serves. */
export const AT_LOCATION = `(location = $location OR (location IS NULL AND contains($markets, concat(',', file_market, ','))))`;

/**
 * Name a location for queries with `AT_LOCATION`.
 *
 * @param markets - every market that it serves
 */
export const placeOf = (location: string, markets: readonly string[]) => ({
  location,
  markets: `,${[...markets, ALL_MARKETS].join(',')},`,
});
