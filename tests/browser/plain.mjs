// Without JavaScript: pages open, say every word that they say with it (but the search, which says how to search otherwise), and their links lead on.
import { openPage } from "./browser.mjs";
import { samples } from "./site.mjs";

const words = (page) => page.locator("main").evaluate((main) => main.innerText.replace(/\s+/g, " ").trim());

export async function checkPlain(browser, site, tally) {
  const scripted = await openPage(browser);
  const plain = await openPage(browser, { javaScriptEnabled: false });
  for (const [kind, file] of samples(site)) {
    await tally.run(`${kind} (${file}) without JavaScript`, async () => {
      await scripted.page.goto(site.url(file));
      await plain.page.goto(site.url(file));
      const wrong = plain.wrong.splice(0);
      if (kind !== "search" && (await words(plain.page)) !== (await words(scripted.page))) wrong.push("its text differs from the text with JavaScript");
      const link = plain.page.locator("nav a[href$='.html']:not([aria-current])").first();
      const href = await link.getAttribute("href");
      await link.click();
      await plain.page.waitForLoadState();
      if (plain.page.url() !== new URL(href, site.url(file)).href) wrong.push(`${href} leads to ${plain.page.url()}`);
      return wrong;
    });
  }
  await scripted.context.close();
  await plain.context.close();
}
