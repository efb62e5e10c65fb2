import type { PrivacyView } from '../../../../lib/domain/index.ts';
import { Fact } from '../fact.tsx';
import { Heading } from '../heading.tsx';
import { useLanguage } from '../language/language.tsx';

/** Digits of a mark that tell it from others. */
const SHORT = 8;

/** One request of a buyer: how far it is, and once it is done its receipt. It names the buyer by a mark alone. */
export function PrivacyReceipt({ request }: { request: PrivacyView }) {
  const { words, say, format } = useLanguage();
  const told = words.privacy.receipt;
  const { kind, state, mark, requestedAt, by, finishedAt, reason, link, expires } = request;
  return (
    <article aria-label={`${told.kinds[kind]} ${format.moment(requestedAt)}`}>
      <p>
        <strong>{told.kinds[kind]}</strong>{' '}
        <span class={`state ${state}`} role="status">
          {told.states[state]}
        </span>
        {reason !== undefined && `: ${reason}`}{' '}
        {link !== null && (
          <a href={link.url} download>
            {told.fetch}
          </a>
        )}
      </p>
      <dl class="facts">
        <Fact name={told.at}>{format.moment(requestedAt)}</Fact>
        {finishedAt !== undefined && <Fact name={told.finished}>{format.moment(finishedAt)}</Fact>}
        <Fact name={told.by}>
          <bdi>{by}</bdi>
        </Fact>
        {mark !== '' && (
          <Fact name={told.mark}>
            <code>{mark.slice(0, SHORT)}</code>
          </Fact>
        )}
      </dl>
      {request.marketsElsewhere.length > 0 && (
        <p class="quiet">{say(told.elsewhere, { markets: format.list(request.marketsElsewhere) })}</p>
      )}
      {request.uploadsToSendAgain.length > 0 && (
        <p class="alert">{say(told.sendAgain, { files: format.list(request.uploadsToSendAgain) })}</p>
      )}
      {request.unreadable !== undefined && request.unreadable.length > 0 && (
        <p class="alert">{say(told.unreadable, { files: format.list(request.unreadable) })}</p>
      )}
      {request.held.length > 0 && <Held held={request.held} />}
      {expires !== null && (
        <p class="quiet">
          {say(kind === 'erase' ? told.expires : told.receiptUntil, {
            versions: format.moment(expires.objectVersions),
            backups: format.moment(expires.tableBackups),
            logs: format.moment(expires.logs),
            receipt: format.moment(expires.receipt),
          })}
        </p>
      )}
    </article>
  );
}

/** What each store held of the buyer, and what was done with it. */
function Held({ held }: Pick<PrivacyView, 'held'>) {
  const { words, count, format } = useLanguage();
  const told = words.privacy.receipt;
  const rows = held.reduce((sum, one) => sum + one.rows, 0);
  return (
    <details>
      <summary>{count(told.held, rows)}</summary>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <Heading name={told.store} />
              <Heading name={told.objects} numbers />
              <Heading name={told.rows} numbers />
              <Heading name={told.done} />
            </tr>
          </thead>
          <tbody>
            {held.map((one) => (
              <tr key={one.store}>
                <th scope="row">
                  <code>{one.store}</code>
                </th>
                <td class="number">{format.units(one.objects)}</td>
                <td class="number">{format.units(one.rows)}</td>
                <td>{one.done === undefined ? '–' : told.doneWith[one.done]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
