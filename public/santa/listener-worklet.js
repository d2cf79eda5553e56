// An ear on the audio thread: hands every sample of its input to the port it was given, and has no
// output, so nothing it does can be heard. It keeps no sound.

const BATCH = 512;

class Listener extends AudioWorkletProcessor {
  constructor() {
    super();
    this.out = null;
    this.alive = true;
    this.batch = new Float32Array(BATCH);
    this.filled = 0;
    this.port.onmessage = ({ data }) => {
      if (data.port) this.out = data.port;
      if (data.stop) {
        this.alive = false;
        this.out?.close();
      }
    };
  }

  process([input]) {
    const left = input[0];
    // No channel means that the source is silent or gone: nothing to say.
    if (!this.out || !left) return this.alive;
    const right = input[1];
    for (let i = 0; i < left.length; i++) {
      this.batch[this.filled++] = right ? (left[i] + right[i]) * 0.5 : left[i];
      if (this.filled === BATCH) {
        // Some ten milliseconds a message: sooner than a frame, and few enough to be cheap.
        this.out.postMessage(this.batch, [this.batch.buffer]);
        this.batch = new Float32Array(BATCH);
        this.filled = 0;
      }
    }
    return this.alive;
  }
}

registerProcessor("santa-listener", Listener);
