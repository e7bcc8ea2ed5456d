import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import '../../styles/alerts.css';
import type { AlertMessage } from '../../../protocol/server-messages.ts';
import { segment } from '../../rest/rest-client.ts';
import { splitScope } from '../../router/route.ts';
import { mayOrder } from '../../sign-in/may.ts';
import { AlertSignals } from '../../store/alerts/signals.ts';
import type { Account } from '../../store/page.ts';
import { alertTexts } from '../../texts/alerts.ts';
import { texts } from '../../texts.ts';
import { usePage } from '../page-context.ts';
import { playSound } from './sound.ts';

const own = alertTexts.banner;

/** More would hide the figures. */
const SHOWN = 3;

function aboutOf({ about }: AlertMessage): string {
  const parts = splitScope(about);
  return parts === null ? about : `${texts.scopeKind[parts.kind]} ${parts.id}`;
}

function signalOf(alert: AlertMessage, signals: AlertSignals): void {
  if (signals.isOn('sound')) playSound();
  if (!signals.isOn('notification') || !('Notification' in window)) return;
  if (Notification.permission !== 'granted') return;
  const body = `${aboutOf(alert)}: ${own.attendees(String(alert.value))}`;
  new Notification(alert.name, { body, tag: alert.alert });
}

function Item({ alert, account }: { alert: AlertMessage; account: Account }) {
  const { formats, page } = usePage();
  const failed = useSignal(false);
  const { alerts } = account.live;
  const isOver = alert.state === 'cleared' && alert.kind !== 'peak';
  const now = page.now.peek();
  const time = formats.times.moment(Date.parse(isOver ? (alert.clearedAt ?? '') : alert.raisedAt), now);
  const count = formats.numbers.count(isOver ? (alert.clearedValue ?? 0) : alert.value);
  const acknowledge = () => {
    account.rest.post(`/v1/alert-history/${segment(alert.alert)}/acknowledge`, {}).then(
      () => alerts.putAway(alert.alert),
      () => {
        failed.value = true;
      },
    );
  };
  return (
    <li class={isOver ? 'alert alert-over' : 'alert'}>
      <span class="alert-text">
        <strong>{isOver ? `${own.cleared}: ${alert.name}` : alert.name}</strong>{' '}
        <span class="soft">{aboutOf(alert)}</span> · {own.attendees(count)} ·{' '}
        {isOver || alert.kind === 'peak' ? own.at(time) : own.since(time)}
        {failed.value && <span role="alert"> {own.failed}</span>}
      </span>
      <span class="row-acts">
        {mayOrder(account) && (
          <button
            type="button"
            class="small-button"
            aria-label={own.acknowledgeOf(alert.name)}
            onClick={acknowledge}
          >
            {own.acknowledge}
          </button>
        )}
        <button
          type="button"
          class="small-button"
          aria-label={own.putAwayOf(alert.name)}
          onClick={() => alerts.putAway(alert.alert)}
        >
          {own.putAway}
        </button>
      </span>
    </li>
  );
}

/** What was raised while the page is open, over whatever it shows. */
export function AlertBanner({ account }: { account: Account }) {
  const { numbers } = usePage().formats;
  const { alerts } = account.live;
  const signals = useMemo(() => new AlertSignals(localStorage), []);
  const shown = alerts.shown.value;
  useEffect(() => {
    const unheard = alerts.takeUnheard();
    if (unheard !== null) signalOf(unheard, signals);
  }, [shown, alerts, signals]);
  const more = shown.length - SHOWN;
  return (
    <section class="alerts" aria-label={own.label} aria-live="assertive" data-testid="alerts">
      <ul>
        {shown.slice(0, SHOWN).map((alert) => (
          <Item key={alert.alert} alert={alert} account={account} />
        ))}
      </ul>
      {shown.length > 1 && (
        <p class="alerts-foot">
          {more > 0 && <span class="soft">{own.more(numbers.count(more))}</span>}
          <button type="button" class="small-button" onClick={() => alerts.putAllAway()}>
            {own.all}
          </button>
        </p>
      )}
    </section>
  );
}
