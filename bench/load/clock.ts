/** ms since the epoch with fractions: the same in all processes of this machine. */
export const now = (): number => performance.timeOrigin + performance.now();
