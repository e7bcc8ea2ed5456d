import { batch } from '@preact/signals';
import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/header.css';
import './styles/forms.css';
import './styles/desk.css';
import './styles/curve.css';
import './styles/cards.css';
import './styles/breakdowns.css';
import { connect } from '../../client-sdk/src/index.ts';
import type { Scope } from '../protocol/client-messages.ts';
import { createFormats } from './format/formats.ts';
import { pickLocale } from './format/locale.ts';
import { GatheredLive } from './live/gathered-live.ts';
import type { LivePort } from './live/live-port.ts';
import { SdkLive } from './live/sdk-live.ts';
import { createRestClient, RestError, type RestPort } from './rest/rest-client.ts';
import { TokenKeeper } from './sign-in/token-link.ts';
import { Page } from './store/page.ts';
import { ThemeStore } from './store/theme.ts';
import { ZoneChoice } from './store/zone-choice.ts';
import { texts } from './texts.ts';
import { App } from './views/app.tsx';

const TICK_MS = 1000;

function rest(token: string): RestPort {
  return createRestClient({ base: location.origin, token, fetch: (url, init) => fetch(url, init) });
}

function live(token: string): LivePort {
  const refusalOf = (scope: Scope) =>
    rest(token)
      .counters(scope)
      .then(
        () => null,
        (error: unknown) => (error instanceof RestError && error.status >= 400 ? error.code : null),
      );
  return new GatheredLive({
    port: new SdkLive({ connect, url: location.origin, token, refusalOf }),
    now: () => performance.now(),
    later: (run, ms) => {
      setTimeout(run, ms);
    },
    batch,
  });
}

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

const page = new Page({
  address: {
    hash: () => location.hash,
    replace: (hash) => history.replaceState(history.state, '', location.pathname + location.search + hash),
    push: (hash) => {
      location.hash = hash;
    },
  },
  tokens: new TokenKeeper(sessionStorage),
  connect: live,
  rest,
  now: Date.now,
  random: Math.random,
  zones: new ZoneChoice({ storage: localStorage, reader: timeZone }),
});

const theme = new ThemeStore({
  storage: localStorage,
  apply: (chosen) => {
    document.documentElement.dataset.theme = chosen;
  },
});

const formats = createFormats(pickLocale(navigator.languages, texts.language), timeZone);

function tick(): void {
  void page.tick();
}

page.arrive();
addEventListener('hashchange', () => page.arrive());
// A page that was asleep has ticks to make up for, and must not wait a second to say that it is out of date.
document.addEventListener('visibilitychange', tick);
addEventListener('pageshow', tick);
setInterval(tick, TICK_MS);

const root = document.getElementById('app');
if (!root) throw new Error('the page has no element #app');
render(<App page={page} formats={formats} theme={theme} />, root);
