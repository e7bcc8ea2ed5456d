/** A new incarnation of a node begins; an older one of the same node ends, and its people are dropped. First change of its first entry. */
export interface StartChange {
  readonly kind: 'start';
  /** Name of the node, the same over all its incarnations. */
  readonly node: string;
  /** Greater than that of every earlier incarnation of the node, so that an entry which comes late revives none. */
  readonly generation: number;
  /** Resume window of its people should it die, ms. */
  readonly windowMs: number;
  /** Rules number of the writer's core; only incarnations with the log's number may begin. */
  readonly rules: number;
}

/** The incarnation ends in order, after all changes of the entry. Whom it still holds is dropped with the window. */
export interface StopChange {
  readonly kind: 'stop';
  readonly windowMs: number;
}

/** From here on the log is read by higher rules: all incarnations end, after all changes of the entry. */
export interface RaiseRulesChange {
  readonly kind: 'raiseRules';
  readonly rules: number;
}

export type IncarnationChange = StartChange | StopChange | RaiseRulesChange;
