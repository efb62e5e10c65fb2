import type { ComponentChildren } from 'preact';

/** One figure with its name, for a list of facts. */
export function Fact({ name, id, children }: { name: string; id?: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd id={id}>{children}</dd>
    </div>
  );
}
