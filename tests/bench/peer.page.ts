// The page that Call Santa is measured against: the official client of the Realtime API, used as its documentation says,
// with the token from the same edge.
import { OpenAIRealtimeWebRTC } from "@openai/agents-realtime";

declare global {
  interface Window {
    child: string;
    line?: OpenAIRealtimeWebRTC;
  }
}

document.querySelector("button")?.addEventListener("click", async () => {
  const audioElement = document.createElement("audio");
  audioElement.autoplay = true;
  const started = await fetch("/api/calls", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ child: window.child }),
  });
  const { token, calls_url } = await started.json();
  const line = new OpenAIRealtimeWebRTC({ baseUrl: calls_url, audioElement });
  window.line = line;
  await line.connect({ apiKey: token, model: "gpt-realtime-2.1-mini", initialSessionConfig: {} });
  line.sendEvent({ type: "response.create" });
});
document.body.dataset.ready = "yes";
