import { useSignal } from '@preact/signals';
import type { Scope } from '../../protocol/client-messages.ts';
import { Notice } from '../components/notice.tsx';
import { usePage } from '../components/page-context.ts';
import { PageHeader } from '../components/page-header.tsx';
import { ScopeField } from '../components/scope-field.tsx';
import { TokenField } from '../components/token-field.tsx';
import { readScope } from '../router/route.ts';
import { readClaims } from '../sign-in/claims.ts';
import type { SignInProblem } from '../store/page.ts';
import { texts } from '../texts.ts';

export interface SignInViewProps {
  readonly problem: SignInProblem | null;
  /** What the link wanted to show. */
  readonly scope: Scope | null;
}

/** Asks for a token and a scope. */
export function SignInView({ problem, scope }: SignInViewProps) {
  const { page } = usePage();
  const token = useSignal('');
  const scopeText = useSignal(scope ?? '');
  const tried = useSignal(false);
  const wanted = readScope(scopeText.value);

  function changeToken(text: string): void {
    token.value = text.trim();
    if (scopeText.value === '') scopeText.value = readClaims(token.value)?.scope ?? '';
  }

  function submit(event: Event): void {
    event.preventDefault();
    tried.value = true;
    if (token.value && wanted) page.signIn(token.value, wanted);
  }

  return (
    <>
      <PageHeader account={null} desk={null} />
      <main class="sheet" id="main">
        <h1 tabIndex={-1}>{texts.signIn.title}</h1>
        <p class="lead">{texts.signIn.lead}</p>
        {problem && <Notice kind="bad">{texts.signIn[problem]}</Notice>}
        <form onSubmit={submit} noValidate>
          <TokenField value={token.value} missing={tried.value && !token.value} change={changeToken} />
          <ScopeField
            value={scopeText.value}
            wrong={tried.value && !wanted}
            change={(text) => {
              scopeText.value = text;
            }}
          />
          <button type="submit" class="main-button">
            {texts.signIn.submit}
          </button>
        </form>
      </main>
    </>
  );
}
