/** Make a sentence of the API's words: a capital first, the full stop of their script last. */
export function sentence(words: string): string {
  const stop = /[.!?。！？]$/.test(words) ? '' : /\p{Script=Han}/u.test(words) ? '。' : '.';
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${stop}`;
}
