import { useEffect, useId, useMemo } from 'preact/hooks';
import type { ParticipantAnswer } from '../../rest/history-answers.ts';
import type { Side } from '../../rest/history-questions.ts';
import type { RestPort } from '../../rest/rest-client.ts';
import { ParticipantsStore, SORTS } from '../../store/history/participants-store.ts';
import { historyTexts } from '../../texts/history.ts';
import { problemText } from '../../texts.ts';
import { Notice } from '../notice.tsx';
import { usePage } from '../page-context.ts';
import { SelectField } from '../select-field.tsx';

const own = historyTexts.people;

function Row({ person }: { person: ParticipantAnswer }) {
  const { numbers, durations, names } = usePage().formats;
  const { name, email, attendee, country } = person;
  return (
    <tr>
      <th scope="row">
        {name || attendee}
        {(email || name) && <span class="tile-note">{email || attendee}</span>}
      </th>
      <td class="text-cell">{names.country(country)}</td>
      <td>{durations.span(person.watchSeconds.total)}</td>
      <td>{numbers.count(person.engagedMinutes.total)}</td>
      <td>{numbers.count(person.engagement)}</td>
      <td>{numbers.count(person.sessions)}</td>
    </tr>
  );
}

function Table({ rows }: { rows: readonly ParticipantAnswer[] }) {
  const { name, country, watch, engaged, actions, sessions } = own.columns;
  return (
    <div class="table-scroll">
      <table class="people-table">
        <thead>
          <tr>
            {[name, country, watch, engaged, actions, sessions].map((title) => (
              <th key={title} scope="col" class={title === country ? 'text-cell' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((person) => (
            <Row key={person.attendee} person={person} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pager({ store }: { store: ParticipantsStore }) {
  const { numbers } = usePage().formats;
  const { first, all, rows } = store.page.value;
  if (all <= store.pageLength) return null;
  const last = first + rows.length;
  return (
    <nav class="pager" aria-label={own.title}>
      <button type="button" disabled={first === 0} onClick={() => void store.turn(-1)}>
        {own.previous}
      </button>
      <span>{own.page(numbers.count(first + 1), numbers.count(last), numbers.count(all))}</span>
      <button type="button" disabled={last >= all} onClick={() => void store.turn(1)}>
        {own.next}
      </button>
    </nav>
  );
}

function Tools({ store }: { store: ParticipantsStore }) {
  const id = useId();
  return (
    <div class="range-bar">
      <div class="filter">
        <label class="unseen" for={id}>
          {own.search}
        </label>
        <input
          id={id}
          type="search"
          placeholder={own.search}
          onInput={(event) => void store.search(event.currentTarget.value)}
        />
      </div>
      <SelectField
        label={own.sort}
        value={store.sort.value}
        options={SORTS.map((sort) => ({ value: sort, label: own.sorts[sort] }))}
        change={(value) => void store.order(SORTS.find((sort) => sort === value) ?? 'engagedMinutes')}
      />
    </div>
  );
}

/** Who was there in the range, with search and pages. */
export function PeopleTable({ rest, side }: { rest: RestPort; side: Side }) {
  const { numbers } = usePage().formats;
  const store = useMemo(() => new ParticipantsStore(rest, side), [rest, side]);
  useEffect(() => void store.load(), [store]);
  const { rows } = store.page.value;
  const problem = store.problem.value;
  const nobody = store.words.value === '' ? own.none : own.noMatch;
  return (
    <section class="panel" aria-label={own.title}>
      <h2 class="panel-title">{own.title}</h2>
      <Tools store={store} />
      {problem && <Notice kind="warn">{problemText(problem.code)}</Notice>}
      {rows.length > 0 && <Table rows={rows} />}
      {rows.length === 0 && !problem && <p class="quiet">{store.loading.value ? own.loading : nobody}</p>}
      {store.isCut && <p class="soft small">{own.cut(numbers.count(20_000))}</p>}
      <Pager store={store} />
    </section>
  );
}
