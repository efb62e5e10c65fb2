/** Errors that no `Retry` and no `Catch` gets hold of, not even with `States.ALL` (Step Functions, "Error names"). */
const TERMINAL = ['States.DataLimitExceeded', 'States.Runtime'];

/** An error that `Retry` and `Catch` know by its name; its message becomes the `Cause`. */
export function namedError(name: string, cause: string): Error {
  const error = new Error(cause);
  error.name = name;
  // the interpreter asks these of what it catches
  const isOpen = !TERMINAL.includes(name);
  return Object.assign(error, { isRetryable: isOpen, isCatchable: isOpen });
}
