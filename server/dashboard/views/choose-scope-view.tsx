import { useSignal } from '@preact/signals';
import { usePage } from '../components/page-context.ts';
import { PageHeader } from '../components/page-header.tsx';
import { ScopeField } from '../components/scope-field.tsx';
import { SmartSessionsForm } from '../components/smart-sessions-form.tsx';
import { readScope } from '../router/route.ts';
import { mayOrder } from '../sign-in/may.ts';
import type { Account } from '../store/page.ts';
import { texts } from '../texts.ts';

/** Signed in, but nothing to show has been named. */
export function ChooseScopeView({ account }: { account: Account }) {
  const { page } = usePage();
  const text = useSignal<string>(account.claims?.scope ?? '');
  const tried = useSignal(false);
  const scope = readScope(text.value);

  function submit(event: Event): void {
    event.preventDefault();
    tried.value = true;
    if (scope) page.go({ scope, parent: null });
  }

  return (
    <>
      <PageHeader account={account} desk={null} />
      <main class="sheet" id="main">
        <h1 tabIndex={-1}>{texts.chooseScope.title}</h1>
        <p class="lead">{texts.chooseScope.lead}</p>
        <form onSubmit={submit} noValidate>
          <ScopeField
            value={text.value}
            wrong={tried.value && !scope}
            change={(changed) => {
              text.value = changed;
            }}
          />
          <button type="submit" class="main-button">
            {texts.signIn.submit}
          </button>
        </form>
      </main>
      {mayOrder(account) && <SmartSessionsForm rest={account.rest} />}
    </>
  );
}
