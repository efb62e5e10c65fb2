/** Print a figure of `npm run bench:prediction` beside its goal. */
export function report(name: string, value: number, met: boolean, goal: string): void {
  console.log(`  ${name} ${value.toFixed(4)}: ${met ? 'met' : 'missed'} (${goal})`);
}
