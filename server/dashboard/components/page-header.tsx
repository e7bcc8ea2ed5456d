import { formatRoute } from '../router/route.ts';
import { mayLookBack, mayOperate, mayOrder, mayReplay } from '../sign-in/may.ts';
import type { Account } from '../store/page.ts';
import type { ScopeDesk } from '../store/scope-desk.ts';
import { texts } from '../texts.ts';
import { EventReportButton } from './event-report-button.tsx';
import { LinkPill } from './link-pill.tsx';
import { Logo } from './logo.tsx';
import { usePage } from './page-context.ts';
import { ThemeIcon } from './theme-icon.tsx';

/** What of a scope its header shows. */
export interface HeaderPlace extends Pick<ScopeDesk, 'scope' | 'parent' | 'parts' | 'titles'> {
  /** Name of the view, where it is not the desk. */
  readonly viewTitle?: string;
  /** Nothing in it comes over the socket. */
  readonly isPast?: boolean;
}

function Breadcrumb({ desk }: { desk: HeaderPlace }) {
  const { scope, parent, titles, parts, viewTitle } = desk;
  const name = (
    <>
      <span class="soft">{texts.scopeKind[parts.kind]}</span> {titles.of(scope)}
    </>
  );
  return (
    <nav class="crumbs" aria-label={texts.header.breadcrumb}>
      <ol>
        {parent && (
          <li>
            <a href={formatRoute({ scope: parent, parent: null })}>{titles.of(parent)}</a>
          </li>
        )}
        {viewTitle === undefined ? (
          <li aria-current="page">{name}</li>
        ) : (
          <>
            <li>
              <a href={formatRoute({ scope, parent })}>{name}</a>
            </li>
            <li aria-current="page">{viewTitle}</li>
          </>
        )}
      </ol>
    </nav>
  );
}

function placeOf({ scope, parent }: HeaderPlace) {
  return { scope, parent };
}

function ThemeButton() {
  const { theme } = usePage();
  const label = texts.header.theme[theme.theme.value];
  return (
    <button type="button" class="quiet-button" title={label} aria-label={label} onClick={() => theme.next()}>
      <ThemeIcon theme={theme.theme.value} />
    </button>
  );
}

export interface PageHeaderProps {
  readonly account: Account | null;
  readonly desk: HeaderPlace | null;
}

export function PageHeader({ account, desk }: PageHeaderProps) {
  const { page } = usePage();
  return (
    <header class="header">
      <a class="home" href={formatRoute({ scope: null, parent: null })} aria-label={texts.header.home}>
        <Logo />
        <span class="home-name">{texts.product}</span>
      </a>
      {desk && <Breadcrumb desk={desk} />}
      <div class="header-tools">
        {account && desk && desk.viewTitle === undefined && mayLookBack(account) && (
          <a class="quiet-button" href={formatRoute({ ...placeOf(desk), view: 'history' })}>
            {texts.header.history}
          </a>
        )}
        {account && desk && desk.viewTitle === undefined && mayOrder(account) && (
          <a class="quiet-button" href={formatRoute({ ...placeOf(desk), view: 'alerts' })}>
            {texts.header.alerts}
          </a>
        )}
        {account && desk && desk.viewTitle === undefined && mayLookBack(account) && (
          <a class="quiet-button" href={formatRoute({ ...placeOf(desk), view: 'wall' })}>
            {texts.header.wall}
          </a>
        )}
        {account && desk && desk.viewTitle === undefined && mayReplay(account, desk.parts.kind) && (
          <a class="quiet-button" href={formatRoute({ ...placeOf(desk), view: 'replay' })}>
            {texts.header.replay}
          </a>
        )}
        {account && desk?.parts.kind === 'event' && mayLookBack(account) && (
          <EventReportButton key={desk.scope} rest={account.rest} event={desk.parts.id} />
        )}
        {account && mayOperate(account) && (
          <a class="quiet-button" href={formatRoute({ scope: null, parent: null, page: 'operations' })}>
            {texts.header.operations}
          </a>
        )}
        {account && desk && !desk.isPast && <LinkPill state={account.live.link.value.state} />}
        <ThemeButton />
        {account && (
          <button type="button" class="quiet-button" onClick={() => page.signOut()}>
            {texts.header.signOut}
          </button>
        )}
      </div>
    </header>
  );
}
