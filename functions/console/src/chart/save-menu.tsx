import { useId, useRef, useState } from 'preact/hooks';
import { useLanguage } from '../language/language.tsx';
import { Failure } from '../load.tsx';

/** One kind of file that a chart can be saved as. */
export type SavedKind = { kind: 'svg' | 'png' | 'csv'; save: () => void | Promise<void> };

/** A small menu of the files that a chart can be kept as. */
export function SaveMenu({ of, kinds }: { of: string; kinds: readonly SavedKind[] }) {
  const told = useLanguage().words.chart;
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<unknown>();
  const choose = async ({ save }: SavedKind) => {
    menu.current?.hidePopover();
    setFailure(undefined);
    try {
      await save();
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <div class="chart-save">
      <button
        type="button"
        class="link"
        popovertarget={id}
        onClick={(event) => placeBelow(menu.current, event.currentTarget)}
      >
        {told.save}
        <span class="unseen">{`: ${of}`}</span>
      </button>
      <div popover="auto" id={id} ref={menu} class="menu">
        {kinds.map((one) => (
          <button key={one.kind} type="button" onClick={() => choose(one)}>
            {told.kinds[one.kind]}
          </button>
        ))}
      </div>
      {failure !== undefined && <Failure error={failure} what={told.unsaved} />}
    </div>
  );
}

/** What floats is laid out against the page, not against its button. */
function placeBelow(menu: HTMLElement | null, button: HTMLElement): void {
  if (menu === null) return;
  const { right, bottom } = button.getBoundingClientRect();
  menu.style.top = `${bottom + scrollY + 4}px`;
  menu.style.right = `${document.documentElement.clientWidth - right - scrollX}px`;
}
