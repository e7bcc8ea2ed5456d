/** A message to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same as a page, for readers that show one. */
  readonly html?: string;
}

/** What of mail the rest of the server knows. */
export interface Mailbox {
  /** Takes a message to be sent, and returns at once. False: too many wait already, and this one is lost. */
  send(mail: Mail): boolean;
}
