/** Frequencies of the two tones, Hz. */
const TONES = [880, 660];
const TONE_S = 0.18;
const LOUDNESS = 0.2;

/** Two short tones. Browsers let a page be heard only once its reader has clicked somewhere in it. */
export function playSound(): void {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.connect(context.destination);
  for (const [index, frequency] of TONES.entries()) {
    const start = context.currentTime + index * TONE_S;
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(LOUDNESS, start);
    gain.gain.exponentialRampToValueAtTime(0.001, start + TONE_S);
    tone.connect(gain);
    tone.start(start);
    tone.stop(start + TONE_S);
    if (index === TONES.length - 1) tone.onended = () => void context.close();
  }
}
