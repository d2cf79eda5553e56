// The page of agents_realtime.spec.ts: the official client, an analyser on what it plays, and nothing else.

import { OpenAIRealtimeWebRTC } from "@openai/agents-realtime";

declare global {
  interface Window {
    callSanta(url: string, apiKey: string, instructions: string): Promise<string | undefined>;
    heard(): unknown;
    hangUp(): void;
  }
}

const heard = {
  status: [] as string[],
  eventTypes: [] as string[],
  transcript: "",
  loudest: 0,
  errors: [] as string[],
};

let client: OpenAIRealtimeWebRTC | undefined;

/** Follows the loudness of what the audio element plays. */
function measure(stream: MediaStream): void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    heard.loudest = samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), heard.loudest);
  }, 50);
}

window.callSanta = async (url, apiKey, instructions) => {
  const audioElement = document.createElement("audio");
  audioElement.muted = true; // The analyser hears it all the same, and a test makes no noise.
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  // The fake microphone beeps; a silent track keeps the greeting from being interrupted by it.
  for (const track of microphone.getAudioTracks()) track.enabled = false;
  client = new OpenAIRealtimeWebRTC({ baseUrl: url, audioElement, mediaStream: microphone });
  client.on("connection_change", (status) => heard.status.push(status));
  client.on("error", (error) => heard.errors.push(JSON.stringify(error)));
  client.on("audio_transcript_delta", ({ delta }) => (heard.transcript += delta));
  client.on("*", (event) => heard.eventTypes.push(event.type));
  await client.connect({
    apiKey,
    model: "gpt-realtime-2.1-mini",
    initialSessionConfig: { instructions, audio: { output: { voice: "cedar" } } },
  });
  measure(audioElement.srcObject as MediaStream);
  client.sendEvent({ type: "response.create" });
  return client.callId;
};

window.heard = () => structuredClone(heard);
window.hangUp = () => client?.close();
