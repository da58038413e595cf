// The feed: XML that a browser takes, with entries.
import { openPage } from "./browser.mjs";

export async function checkFeed(browser, site, tally) {
  const { context, page } = await openPage(browser);
  await tally.run("feed.xml", async () => {
    if (!site.files.has("feed.xml")) return ["it is not there"];
    return page.evaluate((text) => {
      const feed = new DOMParser().parseFromString(text, "application/xml");
      const error = feed.querySelector("parsererror");
      if (error) return [error.textContent.trim().split("\n")[0]];
      return feed.querySelector("feed > entry > title") ? [] : ["it has no entry"];
    }, site.read("feed.xml"));
  });
  await context.close();
}
