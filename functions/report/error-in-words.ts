/**
 * Put an error of the state machine into words: its name and the message of its cause, without the stack.
 *
 * @param error - its name, the object `{ Error, Cause }`, or that object as JSON text, as a failed shard carries it
 * @param cause - the cause where it stands apart
 */
export function errorInWords(error: unknown, cause?: string): string {
  const told = typeof error === 'string' ? (parseObject(error) ?? error) : error;
  const name = typeof told === 'string' ? told : textOf(told, 'Error');
  const message = messageOf(cause ?? textOf(told, 'Cause'));
  return [name, message].filter((part) => part !== undefined && part !== '').join(': ') || 'unknown error';
}

/** A Lambda's cause is JSON with `errorMessage` and a stack; any other is text already. */
const messageOf = (cause: string | undefined) =>
  cause === undefined ? undefined : (textOf(parseObject(cause), 'errorMessage') ?? cause);

function textOf(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof text === 'string' ? text : undefined;
}

function parseObject(text: string): object | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch (error) {
    // a cause is cut off at 32 KiB and may then be half a JSON text: it is shown as it is
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
