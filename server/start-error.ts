/** Why the server cannot start, in words for the one who starts it: no stack helps there. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}
