/** Says on standard error what happens, with the seconds since the start; standard output is for results. */
export type Narrator = {
  say(line: string): void;
  seconds(): number;
};

/** Start the clock and begin to tell. */
export function createNarrator(write: (text: string) => void): Narrator {
  const startedMs = performance.now();
  const seconds = () => (performance.now() - startedMs) / 1000;
  return {
    say: (line) => write(`${seconds().toFixed(1).padStart(6)} s  ${line}\n`),
    seconds,
  };
}
