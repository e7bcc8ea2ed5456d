// JavaScript, since a thread of its own does not get TypeScript translated.
import { parentPort } from 'node:worker_threads';
import { eld } from 'eld/small';

// Texts in; for each what it looks like (empty: nothing known) and whether that is sure.
parentPort.on('message', (texts) => {
  const found = texts.map((text) => {
    const result = eld.detect(text);
    return [result.language, result.isReliable()];
  });
  parentPort.postMessage(found);
});
