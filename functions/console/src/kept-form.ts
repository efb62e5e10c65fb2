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
 * Keep what a person types into a form: a call that fails, a room that is left or a session that ends loses none of it.
 *
 * `<form ref={kept.ref} onInput={kept.onInput} …>`; its fields go by their names and hold their own values (`defaultValue`).
 *
 * @param name - of the form and what it is about: `endDrift de A-1`
 */
export function useKeptForm(name: string): KeptForm {
  const shown = useRef<HTMLFormElement | null>(null);
  const ref = useCallback(
    (form: HTMLFormElement | null) => {
      shown.current = form;
      const known = typed.get(name);
      if (form === null || known === undefined) return;
      for (const field of fieldsOf(form)) restore(field, known);
    },
    [name],
  );
  return {
    ref,
    onInput: () => {
      if (shown.current === null) return;
      typed.set(name, new Map(fieldsOf(shown.current).map((field) => [keyOf(field), typedIn(field)])));
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
