/** What is left of a JSON value without a buyer, and the entries that were taken out of it. */
export type WithoutBuyer = { value: unknown; taken: unknown[] };

/**
 * Take a buyer out of a JSON value, whatever its form: an entry of a list that names the buyer goes as a whole, be it an object
 * (`{ customer, … }`), a tuple (`[customer, …]`) or the name alone; elsewhere the member that names it goes.
 *
 * A signed token (`decisionId`) names whom its payload names.
 *
 * @param pseudonym - unlike any other text, so that it is known wherever it stands
 */
export function withoutBuyer(value: unknown, pseudonym: string): WithoutBuyer {
  const taken: unknown[] = [];
  const names = (text: unknown) => typeof text === 'string' && isOf(text, pseudonym);
  const isEntryOf = (entry: unknown): boolean =>
    names(entry) || (typeof entry === 'object' && entry !== null && Object.values(entry).some(names));
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) {
      taken.push(...part.filter(isEntryOf));
      return part.filter((entry) => !isEntryOf(entry)).map(walk);
    }
    if (typeof part !== 'object' || part === null) return part;
    const left: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(part)) {
      if (names(name)) taken.push({ [name]: member });
      else if (!names(member)) left[name] = walk(member);
      else if (isJson(member)) left[name] = JSON.stringify(walk(JSON.parse(member)));
      else taken.push({ [name]: member });
    }
    return left;
  };
  if (names(value)) return { value: null, taken: [value] };
  const left = walk(value);
  return { value: left, taken };
}

/** Whether a text may name the buyer at all: whatever names it passes, and tokens pass too. Cheap, for what is large. */
export const mayName = (text: string, pseudonym: string): boolean =>
  text.includes(pseudonym) ||
  [...text.matchAll(TOKEN)].some(([, payload]) => payloadOf(payload).includes(pseudonym));

/** `keyId.payload.signature` of lib/runtime/signing.ts, its payload base64url of JSON. */
export const TOKEN = /[\w-]{6}\.(eyJ[\w-]{20,})\.[\w-]{43}/g;

/** An answer that is kept to be given again holds its body as a text. */
const isJson = (member: unknown): member is string => typeof member === 'string' && /^[[{]/.test(member);

const isOf = (text: string, pseudonym: string) => mayName(text, pseudonym);

export const payloadOf = (payload = '') => Buffer.from(payload, 'base64url').toString('utf8');
