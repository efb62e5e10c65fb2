import { useCallback, useRef } from 'preact/hooks';

/** What was typed and not yet taken, by the form's name: in this page's memory alone. */
const typed = new Map<string, Map<string, string>>();

export type KeptForm = {
  ref: (form: HTMLFormElement | null) => void;
  onInput: () => void;
  /** Let go of what was typed: it was taken, or a person gave it up. */
  forget: () => void;
};

/**
 * Keep what a person types into a form, and no field that is as it was: a call that fails, a room that is left or a session that ends loses none of it.
 *
 * `<form ref={kept.ref} onInput={kept.onInput} …>`; its fields go by their names and hold their own values (`defaultValue`).
 *
 * @param name - of the form and what it is about: `endDrift de A-1`
 */
export function useKeptForm(name: string): KeptForm {
  const shown = useRef<HTMLFormElement | null>(null);
  const atFirst = useRef<ReadonlyMap<string, string>>(new Map());
  const ref = useCallback(
    (form: HTMLFormElement | null) => {
      shown.current = form;
      const known = typed.get(name);
      if (form === null) return;
      atFirst.current = new Map(fieldsOf(form).map((field) => [keyOf(field), typedIn(field)]));
      if (known === undefined) return;
      for (const field of fieldsOf(form)) restore(field, known);
    },
    [name],
  );
  return {
    ref,
    onInput: () => {
      if (shown.current === null) return;
      const touched = fieldsOf(shown.current).filter((field) => isTouched(field, atFirst.current));
      typed.set(name, new Map(touched.map((field) => [keyOf(field), typedIn(field)])));
    },
    forget: () => typed.delete(name),
  };
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const fieldsOf = (form: HTMLFormElement): Field[] =>
  [...form.elements]
    .filter(
      (element): element is Field =>
        (element instanceof HTMLInputElement && element.type !== 'file') ||
        element instanceof HTMLSelectElement ||
        element instanceof HTMLTextAreaElement,
    )
    .filter(({ name }) => name !== '');

const isChoice = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox');

/** What a person has not touched is not kept: put back later it would undo what somebody else has changed meanwhile. */
function isTouched(field: Field, atFirst: ReadonlyMap<string, string>): boolean {
  if (field instanceof HTMLSelectElement || isChoice(field))
    return typedIn(field) !== atFirst.get(keyOf(field));
  return field.value !== field.defaultValue;
}

/** A choice is told from others of its name by its value. */
const keyOf = (field: Field) => (isChoice(field) ? `${field.name}=${field.value}` : field.name);
const typedIn = (field: Field) => (isChoice(field) ? String(field.checked) : field.value);

function restore(field: Field, known: ReadonlyMap<string, string>): void {
  const value = known.get(keyOf(field));
  if (value === undefined || value === typedIn(field)) return;
  if (isChoice(field)) field.checked = value === 'true';
  else field.value = value;
  // a field that others depend on tells them; of several to choose from the one that is chosen
  if (field instanceof HTMLInputElement && field.type === 'radio' && !field.checked) return;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
