// One talk with the real model, over the documented WebSocket and in text: a token with the product's own session, the
// given turns as items, one question, one answer.
import { execFileSync } from "node:child_process";
import type { Answer, Language } from "./judge.ts";
import { type Prompt, SMALL_TALK } from "./prompts.ts";

const PATIENCE_MS = 60_000;

export interface OpenAi {
  key: string;
  model: string;
}

/** The session that the edge would ask for, with this text in the profile's notes. */
function brief(language: Language, notes: string, model: string): { expires_after: unknown; session: Record<string, unknown> } {
  const asked = ["run", "--quiet", "--package", "domain", "--example", "brief", "--", language, notes, model];
  return JSON.parse(execFileSync("cargo", asked, { encoding: "utf8" }));
}

async function mint({ key, model }: OpenAi, { language, notes }: Prompt): Promise<string> {
  const request = brief(language, notes ?? "", model);
  // In text, because the judge reads; everything else is as in a call.
  request.session.output_modalities = ["text"];
  const answer = await fetch("https://api.openai.com/v1/realtime/client_secrets", {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  const body = (await answer.json()) as { value?: string; error?: { code?: string } };
  if (!answer.ok || !body.value) throw new Error(`no token: ${answer.status} ${body.error?.code ?? ""}`);
  return body.value;
}

/** What Santa answers to the prompt as the given turn of a talk. */
export async function ask(openai: OpenAi, prompt: Prompt, turn: number): Promise<Answer> {
  const token = await mint(openai, prompt);
  const url = `wss://api.openai.com/v1/realtime?model=${encodeURIComponent(openai.model)}`;
  const line = new WebSocket(url, ["realtime", `openai-insecure-api-key.${token}`]);
  try {
    return await Promise.race([answered(line, prompt, turn), late()]);
  } finally {
    line.close();
  }
}

async function late(): Promise<never> {
  await new Promise((done) => setTimeout(done, PATIENCE_MS).unref());
  throw new Error("no answer in time");
}

function answered(line: WebSocket, prompt: Prompt, turn: number): Promise<Answer> {
  const answer: Answer = { text: "", tools: [] };
  return new Promise((done, failed) => {
    const send = (event: object) => line.send(JSON.stringify(event));
    line.onerror = () => failed(new Error("the line broke"));
    line.onclose = ({ code }) => failed(new Error(`the line was closed (${code})`));
    line.onmessage = ({ data }) => {
      const event = JSON.parse(String(data));
      switch (event.type) {
        case "session.created":
          for (const item of talkUntil(prompt, turn)) send({ type: "conversation.item.create", item });
          send({ type: "response.create" });
          break;
        case "response.output_text.delta":
          answer.text += event.delta;
          break;
        case "response.function_call_arguments.done":
          answer.tools.push(event.name);
          break;
        case "response.done":
          if (event.response.status === "completed") done(answer);
          else failed(new Error(`the answer is ${event.response.status}`));
          break;
        case "error":
          failed(new Error(`refused: ${event.error?.code ?? event.error?.type}`));
          break;
      }
    };
  });
}

/** The talk as items: harmless turns, then the prompt. */
export function talkUntil({ language, asks }: Prompt, turn: number): object[] {
  const said = (role: string, type: string, text: string) => ({ type: "message", role, content: [{ type, text }] });
  const turns = SMALL_TALK[language];
  const before = Array.from({ length: turn - 1 }, (_, n) => turns[n % turns.length]!).flatMap(([child, santa]) => [
    said("user", "input_text", child),
    said("assistant", "output_text", santa),
  ]);
  return [...before, said("user", "input_text", asks)];
}
