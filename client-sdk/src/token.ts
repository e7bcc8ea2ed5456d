/** The token in use, and where the next one comes from. */
export interface TokenSource {
  current(): string | Promise<string>;
  /** Forgets a refused token; false when there is no other to be had. */
  discard(): boolean;
  /** Fetches the next token while the current one still holds; false when it is the same, or there is none. */
  renew(): Promise<boolean>;
}

export interface TokenOptions {
  readonly token?: string | undefined;
  readonly getToken?: (() => string | Promise<string>) | undefined;
}

export function createTokens({ token, getToken }: TokenOptions): TokenSource {
  return {
    // Without a token there is a getToken: the options' type asks for one of them.
    current: async () => (token ??= (await getToken?.()) ?? ''),
    discard() {
      token = undefined;
      return getToken !== undefined;
    },
    async renew() {
      const last = token;
      token = (await getToken?.()) ?? last;
      return token !== last;
    },
  };
}

/** The `exp` claim in milliseconds since 1970; NaN when the token does not let itself be read. */
export function expiryOf(token: string): number {
  try {
    return (
      JSON.parse(
        atob(
          token
            .replace(/^.*?\.|\..*/g, '')
            .replace(/-/g, '+')
            .replace(/_/g, '/'),
        ),
      ).exp * 1000
    );
  } catch {
    return Number.NaN;
  }
}
