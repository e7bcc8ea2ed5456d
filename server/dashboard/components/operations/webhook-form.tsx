import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ANNOUNCEMENT_TYPES } from '../../../live/announcements.ts';
import {
  NEW_WEBHOOK,
  type WebhookDraft,
  webhookDraftOf,
  webhookProblemOf,
  withType,
} from '../../store/operations/webhook-draft.ts';
import type { WebhooksStore, WebhookWriting } from '../../store/operations/webhooks-store.ts';
import { operationsTexts } from '../../texts/operations.ts';
import { Check, Field } from '../field.tsx';

const own = operationsTexts.webhookForm;

interface PartProps {
  readonly draft: WebhookDraft;
  readonly change: (draft: WebhookDraft) => void;
}

function Types({ draft, change }: PartProps) {
  return (
    <fieldset class="op-types">
      <legend>{own.types}</legend>
      <Check
        label={own.all}
        checked={draft.isToldAll}
        change={(isToldAll) => change({ ...draft, isToldAll })}
      />
      {!draft.isToldAll && (
        <div class="op-type-list">
          {ANNOUNCEMENT_TYPES.map((type) => (
            <Check
              key={type}
              label={own.typeNames[type]}
              checked={draft.types.includes(type)}
              change={(isTold) => change(withType(draft, type, isTold))}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}

export interface WebhookFormProps {
  readonly store: WebhooksStore;
  readonly writing: WebhookWriting;
}

/** Makes a webhook, or changes one; whose it is never changes. */
export function WebhookForm({ store, writing }: WebhookFormProps) {
  const old = writing.kind === 'change' ? writing.webhook : null;
  const draft = useSignal(old ? webhookDraftOf(old) : NEW_WEBHOOK);
  const tried = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const problem = webhookProblemOf(draft.value);
  const change = (changed: WebhookDraft) => {
    draft.value = changed;
  };
  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  function submit(submitted: Event): void {
    submitted.preventDefault();
    tried.value = true;
    if (problem === null) void store.save(draft.value);
  }

  return (
    <form class="op-webhook" aria-label={own.label} noValidate ref={form} onSubmit={submit}>
      <h3 class="panel-title op-words">{old ? own.labelOf(old.url) : own.label}</h3>
      <div class="range-bar">
        <Field
          label={own.url}
          type="url"
          value={draft.value.url}
          isWrong={tried.value && problem === 'url'}
          change={(url) => change({ ...draft.value, url })}
        />
        <Field
          label={own.description}
          value={draft.value.description}
          change={(description) => change({ ...draft.value, description })}
        />
        <Field
          label={own.event}
          value={draft.value.event}
          isFixed={old !== null}
          change={(event) => change({ ...draft.value, event })}
        />
      </div>
      {old?.flavour === 'sequel' ? (
        <p class="soft small">{own.sequel}</p>
      ) : (
        <Types draft={draft.value} change={change} />
      )}
      <Check
        label={own.active}
        checked={draft.value.active}
        change={(active) => change({ ...draft.value, active })}
      />
      {tried.value && problem !== null && (
        <p class="field-wrong" role="alert">
          {own.problems[problem]}
        </p>
      )}
      <p class="form-buttons">
        <button type="submit" class="small-button strong" disabled={store.asking.busy.value}>
          {old ? own.save : own.make}
        </button>
        <button type="button" class="small-button" onClick={() => store.leave()}>
          {own.cancel}
        </button>
      </p>
    </form>
  );
}
