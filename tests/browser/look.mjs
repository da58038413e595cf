// Each kind of page from its file, wide and narrow, light and dark: nothing fails, nothing is too wide, headings in order.
// Then every page of the site once on a phone, for the words that only one of them holds.
import { VIEWS, openPage, unfold } from "./browser.mjs";
import { headings, tooWide } from "./measure.mjs";
import { leadsOn, samples } from "./site.mjs";

export async function checkLook(browser, site, tally) {
  for (const view of VIEWS) {
    const { context, page, wrong } = await openPage(browser, view.options);
    for (const [kind, file] of samples(site)) {
      const name = `${kind} (${file}) at ${view.name}`;
      await tally.run(`${name}: opens without an error`, async () => {
        await page.goto(site.url(file));
        return wrong.splice(0);
      });
      await tally.run(`${name}: nothing too wide`, () => page.evaluate(tooWide, false));
      await unfold(page);
      await tally.run(`${name}, unfolded: nothing too wide`, () => page.evaluate(tooWide, false));
      await tally.run(`${name}: headings in order`, () => page.evaluate(headings));
    }
    await context.close();
  }

  const { context, page, wrong } = await openPage(browser, { viewport: { width: 360, height: 900 } });
  for (const [file, html] of site.pages) {
    if (leadsOn(html)) continue;
    await tally.run(`${file} on a phone`, async () => {
      await page.goto(site.url(file));
      await unfold(page);
      return [...wrong.splice(0), ...(await page.evaluate(tooWide, false)), ...(await page.evaluate(headings))];
    });
  }
  await context.close();
}
