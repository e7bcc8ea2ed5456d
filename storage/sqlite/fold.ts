/** How names and e-mail addresses are compared, of any script: upper and lower case are the same. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
