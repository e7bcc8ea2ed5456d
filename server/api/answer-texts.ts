import type { Context } from 'hono';

/** Made as it is read, and no text ahead. */
function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      pull: async (controller) => {
        const { value, done } = await texts.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel: async () => {
        await texts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* startingWith(first: IteratorResult<string>, rest: AsyncGenerator<string>) {
  if (!first.done) yield first.value;
  yield* rest;
}

/** Answers with texts as they are made; what fails before the first of them is refused as everything else. */
export async function answerTexts(
  c: Context,
  texts: AsyncGenerator<string>,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Response> {
  const first = await texts.next();
  return c.body(streamOf(startingWith(first, texts)), 200, headers);
}
