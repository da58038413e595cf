// Former addresses: a page that only leads on does so by itself, to a page that opens without an error.
import { openPage } from "./browser.mjs";
import { leadsOn } from "./site.mjs";

export async function checkMoved(browser, site, tally) {
  for (const [file, html] of site.pages) {
    if (!leadsOn(html)) continue;
    const { context, page, wrong } = await openPage(browser);
    await tally.run(`${file} leads on`, async () => {
      await page.goto(site.url(file), { waitUntil: "commit" });
      await page.waitForURL((url) => url.href.split("#")[0] !== site.url(file), { waitUntil: "load" });
      return wrong;
    });
    await context.close();
  }
}
