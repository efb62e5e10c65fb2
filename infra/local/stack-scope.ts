import { InputError } from '../../lib/domain/index.ts';
import type { Stack } from './assembly.ts';
import { evaluate, isTrue, type Scope } from './intrinsics.ts';
import { isObject, type Json, type JsonObject, objectAt, textAt } from './json.ts';
import { account, attributeOf, type Names, type Naming, namesOf } from './names.ts';

/** Where the local services answer; known before the templates are evaluated. */
export type Addresses = { url: string; gatewayUrl: string };

/** What the expressions of one stack may refer to, and what other stacks may ask of it. */
export type StackScope = Scope & {
  stack: Stack;
  names(id: string): { names: Names; naming: Naming };
  /** An output's value; `undefined` when the stack has no such output. */
  output(name: string): Json | undefined;
  /** The value that the stack exports under a name. */
  exported(name: string): Json | undefined;
};

/**
 * Make the scope of one stack.
 *
 * @param all - the scopes of all stacks, also of those that are made later: values pass between them on demand
 */
export function createScope(stack: Stack, addresses: Addresses, all: readonly StackScope[]): StackScope {
  const part = (name: string) => objectAt(stack.template[name], `${stack.name}/${name}`);
  const names = createNames(stack, addresses, (value) => evaluate(value, scope));
  const pseudo = pseudoParameters(stack);
  const outputValue = (entry: Json | undefined): Json | undefined =>
    isObject(entry) && entry.Value !== undefined && isPresent(entry, scope)
      ? evaluate(entry.Value, scope)
      : undefined;
  const scope: StackScope = {
    stack,
    names,
    ref: (name) => {
      if (name in pseudo) return pseudo[name];
      const declared = part('Parameters')[name];
      return isObject(declared) ? parameter(stack, name, declared, all) : names(name).names.ref;
    },
    attribute: (id, name) => {
      const named = names(id);
      return attributeOf(named.names, named.naming, name);
    },
    condition: (name) => isTrue(part('Conditions')[name] ?? false, scope),
    mapping: (name, first, second) => {
      const value = objectAt(objectAt(part('Mappings')[name], name)[first], first)[second];
      if (value === undefined)
        throw new InputError(`${stack.name}: no ${first}/${second} in mapping ${name}`);
      return value;
    },
    imported: (name) => {
      const value = firstOf(all, (sibling) => sibling.exported(name));
      if (value === undefined) throw new InputError(`${stack.name}: no stack exports ${name}`);
      return value;
    },
    localise: (text) => localise(text, addresses),
    output: (name) => outputValue(part('Outputs')[name]),
    exported: (name) =>
      firstOf(Object.values(part('Outputs')), (entry) => {
        const declared = isObject(entry) && isObject(entry.Export) ? entry.Export.Name : undefined;
        const isIt = declared !== undefined && evaluate(declared, scope) === name;
        return isIt ? outputValue(entry) : undefined;
      }),
  };
  return scope;
}

/** Tell whether a resource or output is part of the stack: it has no condition, or its condition holds. */
export function isPresent(entry: JsonObject, scope: Scope): boolean {
  return typeof entry.Condition !== 'string' || scope.condition(entry.Condition);
}

/** Names of a stack's resources, each made when it is first asked for: a name may depend on another's. */
function createNames(
  stack: Stack,
  addresses: Addresses,
  resolved: (expression: Json) => Json,
): StackScope['names'] {
  const templates = objectAt(stack.template.Resources, `${stack.name}/Resources`);
  const known = new Map<string, { names: Names; naming: Naming }>();
  const open = new Set<string>();
  return (id) => {
    const found = known.get(id);
    if (found) return found;
    const template = templates[id];
    if (!isObject(template)) throw new InputError(`${stack.name} refers to ${id}, which it does not hold`);
    if (open.has(id)) throw new InputError(`${stack.name}: the name of ${id} depends on itself`);
    open.add(id);
    const properties = objectAt(template.Properties, id);
    const property = (name: string) => {
      const value = properties[name];
      return value === undefined ? undefined : textAt(resolved(value), `${id}.${name}`);
    };
    const type = textAt(template.Type, `${id}/Type`);
    const naming = { stack: stack.name, region: stack.region, id, type, property, ...addresses };
    const entry = { names: namesOf(naming), naming };
    open.delete(id);
    known.set(id, entry);
    return entry;
  };
}

function pseudoParameters({ name, region }: Stack): { [name: string]: Json | undefined } {
  return {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::StackName': name,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${name}/local`,
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NotificationARNs': [],
    'AWS::NoValue': undefined,
  };
}

/** A parameter's default, or else the output of the same name of a sibling stack. */
function parameter(stack: Stack, name: string, declared: JsonObject, all: readonly StackScope[]): Json {
  const given = declared.Default;
  const siblings = all.filter((scope) => scope.stack !== stack);
  const passed = given === undefined || given === '' ? firstOf(siblings, (each) => each.output(name)) : given;
  const value = passed ?? given;
  if (value === undefined) {
    throw new InputError(`${stack.name}: no value for parameter ${name}, and no other stack outputs it`);
  }
  const isList = declared.Type === 'CommaDelimitedList' || String(declared.Type).startsWith('List<');
  return isList ? textAt(value, name).split(',') : value;
}

function firstOf<T, Found>(items: readonly T[], find: (item: T) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Turn addresses that a template builds from ids into the local ones: the token issuer, the HTTP API, the console and
 * the buckets. Another issuer than Cognito stays as it is.
 */
function localise(text: string, { url, gatewayUrl }: Addresses): string {
  return text
    .replace(/https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com/g, url)
    .replace(/https:\/\/([a-z0-9-]+)\.auth\.[a-z0-9-]+\.amazoncognito\.com/g, `${url}/login/$1`)
    .replace(/https:\/\/[a-z0-9]{10}\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/g, `${url}/$1`)
    .replace(/https:\/\/[a-z0-9]{14}\.cloudfront\.net/g, url)
    .replace(/https:\/\/([a-z0-9.-]+)\.s3\.([a-z0-9-]+\.)?amazonaws\.com/g, `${gatewayUrl}/$1`);
}
