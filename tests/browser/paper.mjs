// On paper: a page prints to a PDF of A4 pages with nothing cut off at its edges, where nobody can scroll.
import { openPage } from "./browser.mjs";
import { tooWide } from "./measure.mjs";
import { samples } from "./site.mjs";

// What is left of the 210 mm of an A4 page between the margins of the style sheet, 16 mm each, in CSS pixels.
const WIDTH = Math.floor(((210 - 2 * 16) / 25.4) * 96);

export async function checkPaper(browser, site, tally) {
  const { context, page } = await openPage(browser, { viewport: { width: WIDTH, height: 985 } });
  await page.emulateMedia({ media: "print" });
  for (const [kind, file] of samples(site)) {
    await tally.run(`${kind} (${file}) on paper`, async () => {
      await page.goto(site.url(file));
      const wrong = await page.evaluate(tooWide, true);
      const bytes = await page.pdf({ format: "A4", preferCSSPageSize: true });
      const pages = bytes.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      if (pages < 1) wrong.push("its PDF has no page");
      return wrong;
    });
  }
  await context.close();
}
