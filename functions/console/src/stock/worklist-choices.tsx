import { useEffect, useState } from 'preact/hooks';
import { attentions } from '../../../../lib/domain/sku.ts';
import { useLanguage } from '../language/language.tsx';
import type { Choice } from './worklist-memory.ts';

type Props = { choice: Choice; onChoose: (choice: Choice) => void };

/** A person who types is not answered letter by letter. */
const PAUSE_MS = 250;

/** Which SKUs are shown, and in which order; one is found by the beginning of its code. */
export function WorklistChoices({ choice, onChoose }: Props) {
  const { words } = useLanguage();
  const told = words.stock;
  const { order, filter, prefix } = choice;
  return (
    <>
      <div class="choices">
        <Search prefix={prefix} onSearch={(typed) => onChoose({ ...choice, prefix: typed })} />
        <label>
          {told.by}{' '}
          <select
            value={prefix === '' ? order : 'sku'}
            disabled={prefix !== ''}
            onChange={(event) =>
              onChoose({ ...choice, order: event.currentTarget.value === 'sku' ? 'sku' : 'risk' })
            }
          >
            <option value="risk">{told.byRisk}</option>
            <option value="sku">{told.byCode}</option>
          </select>
        </label>
      </div>
      <fieldset class="filter">
        <legend class="unseen">{words.today.filter}</legend>
        <button
          type="button"
          aria-pressed={filter === undefined}
          onClick={() => onChoose({ ...choice, filter: undefined })}
        >
          {words.today.all}
        </button>
        {attentions.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={filter === kind}
            onClick={() => onChoose({ ...choice, filter: kind })}
          >
            {words.attention[kind]}
          </button>
        ))}
      </fieldset>
    </>
  );
}

function Search({ prefix, onSearch }: { prefix: string; onSearch: (typed: string) => void }) {
  const { words } = useLanguage();
  const [typed, setTyped] = useState(prefix);
  useEffect(() => {
    if (typed.trim() === prefix) return;
    const timer = setTimeout(() => onSearch(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label class="search">
      <span class="unseen">{words.stock.search}</span>
      <input
        type="search"
        value={typed}
        maxLength={200}
        placeholder={words.stock.search}
        spellcheck={false}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </label>
  );
}
