// Every screen, in both languages, and all that is asked of one. A visit with a call takes half a minute, so each tour is
// walked once a language, and every question is asked wherever it stops.
import { expect, test } from "../stack/test.ts";
import { rulesInLightAndDark, rulesInTheLight } from "./asked/axe.ts";
import { forcedColours, moreContrast } from "./asked/colours.ts";
import { type Question, asItWas } from "./asked/question.ts";
import { largeEnough, wholeWhenCloser } from "./asked/reach.ts";
import { listenedTo } from "./asked/reader.ts";
import { everySize, wholeAmounts } from "./asked/sizes.ts";
import { TOURS } from "./tour.ts";
import { Visitor } from "./visitor.ts";
import { LANGUAGES, type Language, words } from "./words.ts";

/** Whether longer words fit is asked of the language that nobody speaks, whose words are longer than English ones (pseudo.spec.ts). */
const ASKED: Record<Language, Question[]> = {
  da: [listenedTo, everySize, rulesInLightAndDark, largeEnough, wholeWhenCloser, moreContrast, forcedColours],
  en: [wholeAmounts, rulesInTheLight],
};

test.describe.configure({ timeout: 300_000 });

for (const language of LANGUAGES) {
  for (const tour of TOURS) {
    test(`every screen of the tour ${tour.name} fits, can be reached, seen and heard (${language})`, async () => {
      const faults: string[] = [];
      await Visitor.arrive(language, async (visitor) => {
        const { page } = visitor;
        await tour.walk(visitor, language, (key, values) => words(language, key, values), async (stop) => {
          for (const question of ASKED[language]) {
            await asItWas(page);
            faults.push(...(await question.ask(page, stop)).map((fault) => `${stop.name}, ${question.about}: ${fault}`));
          }
        });
      });
      expect(faults).toEqual([]);
    });
  }
}
