import type { Stack } from './assembly.ts';
import { evaluate } from './intrinsics.ts';
import { isObject, type JsonObject, objectAt, textAt } from './json.ts';
import { type Addresses, createScope, isPresent, type StackScope } from './stack-scope.ts';

/** A resource of a template with all its expressions evaluated. */
export type Resource = {
  stack: string;
  region: string;
  /** Logical id in the template. */
  id: string;
  type: string;
  /** What `Ref` gives. */
  ref: string;
  /** The attribute `Arn`, or the `Ref` where that is one. */
  arn: string;
  properties: JsonObject;
  /** Asset hash → path on disk, of the resource's stack. */
  assets: ReadonlyMap<string, string>;
  /** The folder that the template says the resource's code came from, when it does. */
  assetPath: string | undefined;
};

/** Every stack evaluated. */
export type Stacks = {
  resources: Resource[];
  /** Stack outputs by region; of stacks that share a region, all together. */
  outputs: ReadonlyMap<string, { [name: string]: string }>;
};

/**
 * Evaluate all stacks together.
 *
 * A template's parameter that has no default, or an empty one, takes the output of the same name of a sibling stack:
 * what the deployment passes by hand from one region to another.
 *
 * @throws InputError when a reference leads nowhere
 */
export function evaluateStacks(stacks: readonly Stack[], addresses: Addresses): Stacks {
  const scopes: StackScope[] = [];
  for (const stack of stacks) scopes.push(createScope(stack, addresses, scopes));
  const outputs = new Map<string, { [name: string]: string }>();
  for (const scope of scopes) {
    const { region } = scope.stack;
    outputs.set(region, { ...outputs.get(region), ...outputsOf(scope) });
  }
  return { resources: scopes.flatMap(resourcesOf), outputs };
}

function outputsOf(scope: StackScope): { [name: string]: string } {
  const declared = objectAt(scope.stack.template.Outputs, `${scope.stack.name}/Outputs`);
  return Object.fromEntries(
    Object.keys(declared).flatMap((name): [string, string][] => {
      const value = scope.output(name);
      return value === undefined ? [] : [[name, textAt(value, `output ${name}`)]];
    }),
  );
}

function resourcesOf(scope: StackScope): Resource[] {
  const { name: stack, region, template: whole, assets } = scope.stack;
  return Object.entries(objectAt(whole.Resources, stack)).flatMap(([id, template]) => {
    if (!isObject(template) || !isPresent(template, scope)) return [];
    const { names, naming } = scope.names(id);
    const properties = objectAt(evaluate(template.Properties ?? {}, scope), id);
    const assetPath = objectAt(template.Metadata, id)['aws:asset:path'];
    const { ref } = names;
    const arn = textAt(names.attributes.Arn ?? ref, id);
    const folder = typeof assetPath === 'string' ? assetPath : undefined;
    return [{ stack, region, id, type: naming.type, ref, arn, properties, assets, assetPath: folder }];
  });
}
