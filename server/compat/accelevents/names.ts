interface Named {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** Of whom only a whole name is known, the first word is the first name, and the rest the last. */
export function namesOf({ name, firstName, lastName }: Named) {
  if (firstName !== null || lastName !== null || name === null) return { firstName, lastName };
  const [first = '', ...rest] = name.trim().split(/\s+/);
  return { firstName: first, lastName: rest.join(' ') || null };
}
