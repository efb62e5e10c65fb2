/** Make a sentence of the API's words: a capital first, a full stop last. */
export const sentence = (words: string): string =>
  `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${/[.!?。！？]$/.test(words) ? '' : '.'}`;
