/** Join sentences: a space between them, which Chinese has none of after its full stop. */
export const joinSentences = (sentences: readonly string[]): string =>
  sentences
    .filter((sentence) => sentence !== '')
    .reduce(
      (before, next) =>
        before === '' || /[。！？]$/.test(before) ? `${before}${next}` : `${before} ${next}`,
      '',
    );
