import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { PresentAnswer } from '../../rest/session-rest.ts';
import type { PeopleStore } from '../../store/session/people-store.ts';
import { sessionTexts } from '../../texts/session.ts';
import { texts as common } from '../../texts.ts';
import { usePage } from '../page-context.ts';
import { KickDialog } from './kick-dialog.tsx';
import { Panel } from './panel.tsx';
import { useAct } from './use-act.ts';

const { people: texts } = sessionTexts;
const COLUMNS = ['attendee', 'since', 'mode', 'attention', 'country'] as const;

function Search({ store }: { store: PeopleStore }) {
  const id = useId();
  return (
    <div class="filter">
      <label class="unseen" for={id}>
        {texts.search}
      </label>
      <input
        id={id}
        type="search"
        maxLength={128}
        placeholder={texts.search}
        value={store.search.value}
        onInput={({ currentTarget }) => void store.find(currentTarget.value)}
      />
    </div>
  );
}

function Row({ person, kick }: { person: PresentAnswer; kick: (attendee: string) => void }) {
  const { times, names } = usePage().formats;
  const { attendee, since, mode, visibility, country } = person;
  return (
    <tr>
      <th scope="row" class="person">
        {attendee}
      </th>
      <td>{times.minute(Date.parse(since))}</td>
      <td>{common.mode[mode]}</td>
      <td>{common.visibility[visibility]}</td>
      <td>{names.country(country)}</td>
      <td class="person-action">
        <button
          type="button"
          class="small-button"
          aria-label={texts.kickOf(attendee)}
          onClick={() => kick(attendee)}
        >
          {texts.kick}
        </button>
      </td>
    </tr>
  );
}

function Pager({ store }: { store: PeopleStore }) {
  const { numbers } = usePage().formats;
  const hasNext = Boolean(store.list.value?.nextCursor);
  if (store.page === 1 && !hasNext) return null;
  return (
    <nav class="pager" aria-label={texts.title}>
      <button type="button" disabled={store.page === 1} onClick={() => void store.previous()}>
        {texts.previous}
      </button>
      <span>{texts.page(numbers.count(store.page))}</span>
      <button type="button" disabled={!hasNext} onClick={() => void store.next()}>
        {texts.next}
      </button>
    </nav>
  );
}

/** Who is here now, to be found and put out. */
export function PeoplePanel({ store }: { store: PeopleStore }) {
  const act = useAct();
  const kicked = useSignal<string | null>(null);
  const items = store.list.value?.items ?? [];
  const isSearching = store.search.value.trim() !== '';
  return (
    <Panel
      title={texts.title}
      tools={<Search store={store} />}
      problem={store.problem.value}
      failed={act.problem.value}
    >
      {items.length === 0 && <p class="quiet">{isSearching ? texts.noMatch : texts.empty}</p>}
      {items.length > 0 && (
        <div class="table-scroll">
          <table class="people">
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col">
                    {texts[column]}
                  </th>
                ))}
                <th scope="col">
                  <span class="unseen">{texts.action}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((person) => (
                <Row
                  key={`${person.attendee} ${person.mode}`}
                  person={person}
                  kick={(attendee) => {
                    kicked.value = attendee;
                  }}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pager store={store} />
      <KickDialog
        kicked={kicked}
        kick={(attendee, minutes) => void act.run(() => store.kick(attendee, minutes))}
      />
    </Panel>
  );
}
