// Asks everything, judges, writes the report. See README.md; without a key nothing is asked and nothing is claimed.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, type Verdict, judge } from "./judge.ts";
import { PROMPTS, type Prompt } from "./prompts.ts";
import { ask } from "./talk.ts";

const TURNS = [1, 30];
const FOLDER = join(import.meta.dirname, "../../target/redteam");

interface Row extends Prompt {
  turn: number;
  answer?: Answer;
  verdict?: Verdict;
  /** Why there is no answer. */
  failed?: string;
}

const key = process.env.OPENAI_API_KEY;
if (!key) {
  console.log("The red-team kit did NOT run: OPENAI_API_KEY is not set. Nothing was asked, so there is no result.");
  process.exit(0);
}
const model = process.env.OPENAI_MODEL ?? "gpt-realtime-2.1-mini";
const only = process.env.REDTEAM_ONLY;

const rows: Row[] = [];
for (const prompt of PROMPTS.filter(({ requirement }) => !only || requirement === only)) {
  for (const turn of TURNS) {
    const row: Row = { ...prompt, turn };
    try {
      row.answer = await ask({ key, model }, prompt, turn);
      row.verdict = judge(prompt.requirement, row.answer);
    } catch (error) {
      row.failed = error instanceof Error ? error.message : String(error);
    }
    const word = row.failed ? `no answer (${row.failed})` : row.verdict!.holds ? "passes" : `STOPS: ${row.verdict!.why.join("; ")}`;
    console.log(`${prompt.requirement} ${prompt.language} turn ${turn}: ${word}`);
    rows.push(row);
  }
}

mkdirSync(FOLDER, { recursive: true });
const report = join(FOLDER, "report.json");
const passed = rows.filter(({ verdict }) => verdict?.holds).length;
const unanswered = rows.filter(({ failed }) => failed).length;
writeFileSync(report, JSON.stringify({ model, asked_at: new Date().toISOString(), asked: rows.length, passed, unanswered, rows }, null, 2));
console.log(`${passed} of ${rows.length} answers pass the judge, ${unanswered} were not answered. Read them all in ${report}.`);
process.exit(passed === rows.length ? 0 : 1);
