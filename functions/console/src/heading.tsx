/** The heading of a column; one of numbers stands to the right, above them. */
export function Heading({ name, numbers = false }: { name: string; numbers?: boolean }) {
  return (
    <th scope="col" class={numbers ? 'number' : undefined}>
      {name}
    </th>
  );
}
