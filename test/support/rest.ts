export interface Call {
  readonly method?: string;
  /** Null: no Authorization header. */
  readonly token?: string | null;
  /** Becomes JSON; a string goes as it is. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, where it is JSON. */
  readonly json: Record<string, unknown>;
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export async function request(
  url: string,
  path: string,
  { method = 'GET', token, body, headers = {} }: Call,
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token == null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}
