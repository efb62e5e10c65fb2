import { InputError } from '../../lib/domain/index.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textsAt } from './json.ts';

/** One statement of a policy, with wildcards as IAM has them. */
export type Statement = {
  effect: 'Allow' | 'Deny';
  /** Lower-case patterns such as `s3:get*`; `not` inverts the match. */
  actions: { not: boolean; patterns: string[] };
  resources: { not: boolean; patterns: string[] };
  conditions: Condition[];
};

type Condition = { operator: string; key: string; values: string[]; ifExists: boolean };

/** A call as a policy sees it. */
export type Request = {
  action: string;
  resource: string;
  /** Values of condition keys, in lower case: `aws:sourcearn`. */
  context?: { [key: string]: string };
};

/** How a set of statements decides; `implicit-deny` means that no statement allows it. */
export type Decision = 'allow' | 'explicit-deny' | 'implicit-deny';

/**
 * Decide a call: an explicit deny wins, then any allow, else the call is refused.
 *
 * Source: IAM User Guide, "Policy evaluation logic" (identity-based policies of one account).
 */
export function decide(statements: readonly Statement[], request: Request): Decision {
  const met = statements.filter((statement) => applies(statement, request));
  if (met.some((statement) => statement.effect === 'Deny')) return 'explicit-deny';
  return met.length > 0 ? 'allow' : 'implicit-deny';
}

/**
 * Read a policy document.
 *
 * @param where - names the policy in errors
 * @throws InputError on a condition operator or key that the local cloud cannot evaluate, and on elements it does not
 *   know: to guess would mean to allow or refuse what the cloud does not. A statement about `kms` alone is not read,
 *   since storage is not encrypted locally: the right to use a key is implied by the right to the resource.
 */
export function readPolicy(document: Json | undefined, where: string): Statement[] {
  return listAt(objectAt(document, where).Statement).flatMap((statement) => {
    if (!isObject(statement)) throw new InputError(`${where}: a statement is not an object`);
    const actions = patterns(statement, 'Action', where);
    const lower = { ...actions, patterns: actions.patterns.map((action) => action.toLowerCase()) };
    if (!lower.not && lower.patterns.every((action) => action.startsWith('kms:'))) return [];
    const { Effect: effect } = statement;
    if (effect !== 'Allow' && effect !== 'Deny') throw new InputError(`${where}: unknown effect`);
    const conditions = readConditions(statement.Condition, where);
    return [{ effect, actions: lower, resources: patterns(statement, 'Resource', where), conditions }];
  });
}

/** A policy attached to a resource names its resources too; one without `Resource` is meant for `*`. */
function patterns(statement: JsonObject, name: string, where: string): { not: boolean; patterns: string[] } {
  const negated = statement[`Not${name}`];
  return negated === undefined
    ? { not: false, patterns: textsAt(statement[name] ?? '*', where) }
    : { not: true, patterns: textsAt(negated, where) };
}

/** What a condition compares; each answers for one value of the request and one of the policy. */
const operators: { [name: string]: (actual: string, wanted: string) => boolean } = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringNotEquals: (actual, wanted) => actual !== wanted,
  StringLike: (actual, wanted) => matches(wanted, actual),
  ArnEquals: (actual, wanted) => matches(wanted, actual),
  ArnLike: (actual, wanted) => matches(wanted, actual),
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
};

/** Keys whose value the gateway knows. The loopback stands for TLS: `aws:securetransport` is true. */
const knownKeys: ReadonlySet<string> = new Set([
  'aws:securetransport',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:principalaccount',
  's3:prefix',
]);

function readConditions(value: Json | undefined, where: string): Condition[] {
  return Object.entries(objectAt(value, where)).flatMap(([name, keys]) => {
    const ifExists = name.endsWith('IfExists');
    const operator = ifExists ? name.slice(0, -'IfExists'.length) : name;
    return Object.entries(objectAt(keys, where)).map(([key, values]) => {
      if (!operators[operator] || !knownKeys.has(key.toLowerCase())) {
        throw new InputError(`${where}: the local cloud cannot evaluate the condition ${name} on ${key}`);
      }
      return { operator, key: key.toLowerCase(), values: textsAt(values, where), ifExists };
    });
  });
}

function applies(statement: Statement, { action, resource, context = {} }: Request): boolean {
  const named = (set: { not: boolean; patterns: string[] }, value: string) =>
    set.patterns.some((pattern) => matches(pattern, value)) !== set.not;
  return (
    named(statement.actions, action.toLowerCase()) &&
    named(statement.resources, resource) &&
    statement.conditions.every((condition) => holds(condition, context))
  );
}

function holds({ operator, key, values, ifExists }: Condition, context: { [key: string]: string }): boolean {
  const actual = key === 'aws:securetransport' ? 'true' : context[key];
  const compare = operators[operator];
  if (actual === undefined || !compare) return ifExists || (actual === undefined && operator.includes('Not'));
  return operator.includes('Not')
    ? values.every((wanted) => compare(actual, wanted))
    : values.some((wanted) => compare(actual, wanted));
}

/**
 * Match a text against a pattern in which `*` stands for any characters and `?` for one.
 *
 * Walks both once and goes back to the last star alone, so a hostile pattern costs O(pattern · text), not more.
 */
export function matches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    // the star is asked first: a text may itself hold the character `*`
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
