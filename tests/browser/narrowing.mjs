// What the script adds: a field above a long register narrows it to the rows that hold every word typed, and says how many are left.
import { openPage } from "./browser.mjs";

export async function checkNarrowing(browser, site, tally) {
  const { context, page } = await openPage(browser);
  for (const kind of ["promises", "promises in another order", "decisions", "decisions in another order"].filter((kind) => site.kinds[kind])) {
    await tally.run(`${kind}: the field narrows the lists`, async () => {
      await page.goto(site.url(site.kinds[kind]));
      const rows = page.locator("[data-narrow] > *");
      const texts = await rows.evaluateAll((all) => all.map((row) => row.textContent.toLowerCase()));
      const words = texts[0].match(/\p{L}{5,}/gu).slice(0, 3);
      const expected = texts.filter((text) => words.every((word) => text.includes(word))).length;
      const field = page.locator("input[type=search]");
      await field.fill(words.join(" "));
      const shown = await rows.filter({ visible: true }).count();
      const told = await page.locator("[role=status]").textContent();
      await field.fill("");
      const again = await rows.filter({ visible: true }).count();
      const wrong = [];
      if (expected === texts.length) wrong.push(`“${words.join(" ")}” is in every row`);
      if (shown !== expected) wrong.push(`“${words.join(" ")}” shows ${shown} rows instead of ${expected}`);
      if (!told.includes(String(expected))) wrong.push(`it says “${told}”`);
      if (again !== texts.length) wrong.push(`emptied, it shows ${again} of ${texts.length} rows`);
      return wrong;
    });
  }
  await context.close();
}
