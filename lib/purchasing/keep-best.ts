/** The few best of many scored numbers, best first; ties go to the lower number. The first `count` places are filled. */
export type BestFew = { numbers: Int32Array; scores: Float64Array; count: number };

/** Make room for at most `most`. */
export function createBestFew(most: number): BestFew {
  return { numbers: new Int32Array(most), scores: new Float64Array(most), count: 0 };
}

/** Offer one; it is kept while it is among the best. */
export function offer(best: BestFew, number: number, score: number): void {
  const { numbers, scores } = best;
  const most = numbers.length;
  let place = best.count;
  if (place === most) {
    if (most === 0 || !isBetter(score, number, scores[most - 1]!, numbers[most - 1]!)) return;
    place = most - 1;
  } else best.count++;
  for (; place > 0 && isBetter(score, number, scores[place - 1]!, numbers[place - 1]!); place--) {
    numbers[place] = numbers[place - 1]!;
    scores[place] = scores[place - 1]!;
  }
  numbers[place] = number;
  scores[place] = score;
}

function isBetter(score: number, number: number, than: number, thanNumber: number): boolean {
  return score > than || (score === than && number < thanNumber);
}
