import { type ReadonlySignal, signal } from '@preact/signals';
import type { Scope } from '../../../protocol/client-messages.ts';
import type { AlertAnswer, RuleAnswer, WantedRule } from '../../rest/alert-answers.ts';
import type { ListAnswer } from '../../rest/operations-answers.ts';
import { type RestPort, segment } from '../../rest/rest-client.ts';
import { Asking } from '../operations/asking.ts';

/** A rule that is being changed, as it was when that began. */
export interface EditedRule {
  readonly rule: RuleAnswer;
  readonly version: string | null;
}

const ALL = 1000;
const PAGE = 50;

/** Rules that the token reaches, and what was raised in a scope. */
export class AlertsStore {
  readonly asking = new Asking();
  readonly #rest: RestPort;
  readonly #scope: Scope;
  readonly #rules = signal<readonly RuleAnswer[] | null>(null);
  readonly #alerts = signal<readonly AlertAnswer[] | null>(null);
  readonly #next = signal<string | null>(null);
  readonly #edited = signal<EditedRule | null>(null);

  constructor(rest: RestPort, scope: Scope) {
    this.#rest = rest;
    this.#scope = scope;
  }

  /** Null until the first answer, as the alerts. */
  get rules(): ReadonlySignal<readonly RuleAnswer[] | null> {
    return this.#rules;
  }

  /** The latest first. */
  get alerts(): ReadonlySignal<readonly AlertAnswer[] | null> {
    return this.#alerts;
  }

  /** Where older alerts begin; null: there are none. */
  get next(): ReadonlySignal<string | null> {
    return this.#next;
  }

  get edited(): ReadonlySignal<EditedRule | null> {
    return this.#edited;
  }

  load(): Promise<boolean> {
    return this.asking.run(() => this.#read());
  }

  make(wanted: WantedRule): Promise<boolean> {
    return this.#change(() => this.#rest.post('/v1/alerts', wanted));
  }

  /** Begins to change a rule, as it is now. */
  edit(id: string): Promise<boolean> {
    return this.asking.run(async () => {
      const { body, version } = await this.#rest.versioned(`/v1/alerts/${segment(id)}`);
      this.#edited.value = { rule: body as RuleAnswer, version };
    });
  }

  /** Changes the rule that is being edited, unless somebody else has done so meanwhile. */
  save({ scope: _never, ...wanted }: WantedRule): Promise<boolean> {
    return this.#change(async () => {
      const edited = this.#edited.value;
      if (edited === null) return;
      const { id, mutedUntil } = edited.rule;
      const body = { ...wanted, mutedUntil };
      await this.#rest.replace(`/v1/alerts/${segment(id)}`, { body, version: edited.version });
      this.#edited.value = null;
    });
  }

  leave(): void {
    this.#edited.value = null;
  }

  remove(id: string): Promise<boolean> {
    if (this.#edited.value?.rule.id === id) this.leave();
    return this.#change(() => this.#rest.remove(`/v1/alerts/${segment(id)}`));
  }

  /** `until`: ms since the epoch; null: no longer. */
  mute(id: string, until: number | null): Promise<boolean> {
    const body = { until: until === null ? null : new Date(until).toISOString() };
    return this.#change(() => this.#rest.post(`/v1/alerts/${segment(id)}/mute`, body));
  }

  acknowledge(id: string): Promise<boolean> {
    return this.#change(() => this.#rest.post(`/v1/alert-history/${segment(id)}/acknowledge`, {}));
  }

  older(): Promise<boolean> {
    return this.asking.run(async () => {
      const cursor = this.#next.value;
      if (cursor === null) return;
      const { items, nextCursor } = await this.#page(`&cursor=${encodeURIComponent(cursor)}`);
      this.#alerts.value = [...(this.#alerts.value ?? []), ...items];
      this.#next.value = nextCursor;
    });
  }

  #change(write: () => Promise<unknown>): Promise<boolean> {
    return this.asking.run(async () => {
      await write();
      await this.#read();
    });
  }

  async #read(): Promise<void> {
    const [rules, alerts] = await Promise.all([
      this.#rest.get(`/v1/alerts?limit=${ALL}`) as Promise<ListAnswer<RuleAnswer>>,
      this.#page(''),
    ]);
    this.#rules.value = rules.items;
    this.#alerts.value = alerts.items;
    this.#next.value = alerts.nextCursor;
  }

  async #page(more: string): Promise<ListAnswer<AlertAnswer>> {
    const scope = encodeURIComponent(this.#scope);
    const path = `/v1/alert-history?scope=${scope}&limit=${PAGE}${more}`;
    return (await this.#rest.get(path)) as ListAnswer<AlertAnswer>;
  }
}
