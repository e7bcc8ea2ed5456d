/** Why a message was not taken, without whom it was for. */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  /** As the transport says it: `ESOCKET`, `EAUTH`, `EENVELOPE`, … */
  readonly code: string | undefined;
  /** The SMTP command that failed. */
  readonly command: string | undefined;
  /** What the server answered, as a number. */
  readonly responseCode: number | undefined;

  constructor(error: unknown) {
    const { message, code, command, response, responseCode } = fieldsOf(error);
    // Servers repeat the address in their answers, and so does whoever finds it malformed.
    const mayName = response !== undefined || code === undefined || code === 'EENVELOPE';
    super(mayName ? `${code ?? 'failed'} at ${command ?? 'the message'}` : message);
    this.code = code;
    this.command = command;
    this.responseCode = responseCode;
  }
}

interface Fields {
  readonly message: string;
  readonly code: string | undefined;
  readonly command: string | undefined;
  readonly response: unknown;
  readonly responseCode: number | undefined;
}

function fieldsOf(error: unknown): Fields {
  const given: Record<string, unknown> = error instanceof Error ? { ...error, message: error.message } : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    message: text(given.message) ?? '',
    code: text(given.code),
    command: text(given.command),
    response: given.response,
    responseCode: typeof given.responseCode === 'number' ? given.responseCode : undefined,
  };
}
