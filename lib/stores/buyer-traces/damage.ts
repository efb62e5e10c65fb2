import { isNativeError } from 'node:util/types';

/** What DuckDB, zlib, JSON and readers of ZIP say of bytes that are not what they claim to be; a fault that passes is none. */
const DAMAGED =
  /Invalid (Input )?Error:|TProtocolException|zlib|header|zip|central directory|compressed|unexpected end/i;

/** Tell whether a fault is of what a file holds: no retry heals it. */
export const isDamage = (error: unknown): boolean =>
  isNativeError(error) && (error.name === 'SyntaxError' || DAMAGED.test(error.message));
