/** Decode a percent-encoded part of an address; one that is not well encoded stays as it came. */
export function decodePercent(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
