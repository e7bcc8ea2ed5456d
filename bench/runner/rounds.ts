import type { Figure, Measured } from './figure.ts';
import { runVariant, type VariantOrder } from './run-variant.ts';

export interface RoundsOptions extends Omit<VariantOrder, 'figure' | 'variant'> {
  readonly rounds: number;
  /** The bundled program of one variant. */
  readonly file: string;
  readonly onMeasured: (figure: Figure, variant: string, measured: Measured) => void;
  /** A variant failed or took too long; the others are measured all the same. */
  readonly onFailed: (error: unknown) => void;
}

const NOT_MEASURED: Measured = { value: Number.NaN };

/** All measurements of a figure by variant. The order turns round each time, so that no variant is always the later one. */
export async function measureRounds(
  figure: Figure,
  { rounds, file, onMeasured, onFailed, ...order }: RoundsOptions,
): Promise<Map<string, Measured[]>> {
  const all = new Map<string, Measured[]>(figure.variants.map(({ name }) => [name, []]));
  const names = figure.variants.map(({ name }) => name);
  for (let round = 0; round < rounds; round++, names.reverse()) {
    for (const variant of names) {
      const running = runVariant(file, { figure: figure.name, variant, ...order }, figure.maxMs);
      const measured = await running.catch((error: unknown) => {
        onFailed(error);
        return NOT_MEASURED;
      });
      all.get(variant)?.push(measured);
      onMeasured(figure, variant, measured);
    }
  }
  return all;
}
