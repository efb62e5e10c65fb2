import { writeSync } from 'node:fs';

/**
 * Ends a test run with the one line that scripts read: `N passed, N failed`, then the skipped, if any.
 * Written as the process exits, since Jest puts its own summary after every reporter.
 */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const unloadable = results.testResults.filter((file) => file.testExecError !== undefined).length;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    const line = `${results.numPassedTests} passed, ${results.numFailedTests + unloadable} failed${skipped}\n`;
    process.once('exit', () => writeSync(1, line));
  }
}
