import { InputError } from '../../lib/domain/index.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from './json.ts';

/** What an expression of a template may refer to. */
export type Scope = {
  /** `Ref`: a resource, a parameter or a pseudo parameter; `undefined` is `AWS::NoValue`. */
  ref(name: string): Json | undefined;
  /** `Fn::GetAtt`. */
  attribute(resource: string, name: string): Json;
  /** A named condition. */
  condition(name: string): boolean;
  /** `Fn::FindInMap`. */
  mapping(name: string, first: string, second: string): Json;
  /** `Fn::ImportValue`: an export of any stack. */
  imported(name: string): Json;
  /** Turn an address of the cloud, made of other values, into the local one. */
  localise(text: string): string;
};

/**
 * Evaluate a template's expression: every intrinsic function that a synthesised template holds, down to plain JSON.
 *
 * A property or list item whose value is `AWS::NoValue` is left out, as CloudFormation does.
 *
 * @throws InputError on a function that it does not know, and on references that lead nowhere
 */
export function evaluate(value: Json, scope: Scope): Json {
  return evaluateOptional(value, scope) ?? null;
}

function evaluateOptional(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value)) {
    return value.map((item) => evaluateOptional(item, scope)).filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const [[key, argument] = ['', null], ...others] = Object.entries(value);
  if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) return call(key, argument, scope);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]): [string, Json][] => {
      const result = evaluateOptional(child, scope);
      return result === undefined ? [] : [[name, result]];
    }),
  );
}

function call(name: string, argument: Json, scope: Scope): Json | undefined {
  const known = functions[name];
  if (!known) throw new InputError(`the local cloud does not know the function ${name}`);
  return known(argument, scope);
}

type IntrinsicFunction = (argument: Json, scope: Scope) => Json | undefined;

const functions: { [name: string]: IntrinsicFunction } = {
  Ref: (argument, scope) => scope.ref(textAt(argument, 'Ref')),
  'Fn::GetAtt': (argument, scope) => {
    const [resource = '', ...rest] = Array.isArray(argument)
      ? argument.map((part) => textAt(evaluate(part, scope), 'Fn::GetAtt'))
      : textAt(argument, 'Fn::GetAtt').split('.');
    return scope.attribute(resource, rest.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = listAt(argument);
    const texts = listAt(evaluate(parts ?? [], scope)).map((part) => textAt(part, 'Fn::Join'));
    return scope.localise(texts.join(textAt(separator, 'Fn::Join')));
  },
  'Fn::Sub': (argument, scope) => {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return scope.localise(substitute(textAt(template, 'Fn::Sub'), objectAt(variables, 'Fn::Sub'), scope));
  },
  'Fn::Select': (argument, scope) => {
    const [index, list] = listAt(evaluate(argument, scope));
    return listAt(list)[Number(index)];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = listAt(evaluate(argument, scope));
    return textAt(text, 'Fn::Split').split(textAt(separator, 'Fn::Split'));
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = listAt(argument);
    const chosen = scope.condition(textAt(condition, 'Fn::If')) ? yes : no;
    return chosen === undefined ? undefined : evaluateOptional(chosen, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = listAt(evaluate(argument, scope)).map((part) =>
      textAt(part, 'Fn::FindInMap'),
    );
    return scope.mapping(map ?? '', first ?? '', second ?? '');
  },
  'Fn::ImportValue': (argument, scope) =>
    scope.imported(textAt(evaluate(argument, scope), 'Fn::ImportValue')),
  'Fn::Base64': (argument, scope) =>
    Buffer.from(textAt(evaluate(argument, scope), 'Fn::Base64')).toString('base64'),
  'Fn::GetAZs': (argument, scope) => {
    const named = evaluate(argument, scope);
    const region = named === '' ? scope.ref('AWS::Region') : named;
    return ['a', 'b', 'c'].map((zone) => `${textAt(region, 'Fn::GetAZs')}${zone}`);
  },
  'Fn::ToJsonString': (argument, scope) => JSON.stringify(evaluate(argument, scope)),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = listAt(evaluate(argument, scope));
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::Not': (argument, scope) => !isTrue(listAt(argument)[0] ?? null, scope),
  'Fn::And': (argument, scope) => listAt(argument).every((part) => isTrue(part, scope)),
  'Fn::Or': (argument, scope) => listAt(argument).some((part) => isTrue(part, scope)),
};

/** Evaluate a condition: an expression, or `{ Condition: name }`. */
export function isTrue(value: Json, scope: Scope): boolean {
  if (isObject(value) && typeof value.Condition === 'string') return scope.condition(value.Condition);
  return evaluate(value, scope) === true;
}

/** Put values into `${Name}`, `${Resource.Attribute}` and the call's own variables; `${!Literal}` stays as `${Literal}`. */
function substitute(template: string, variables: JsonObject, scope: Scope): string {
  return template.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    const own = variables[name];
    if (own !== undefined) return textAt(evaluate(own, scope), `Fn::Sub ${name}`);
    const [resource = '', ...attribute] = name.split('.');
    const value = attribute.length > 0 ? scope.attribute(resource, attribute.join('.')) : scope.ref(resource);
    return textAt(value, `Fn::Sub ${name}`);
  });
}
