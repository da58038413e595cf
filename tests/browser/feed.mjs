// The feed: XML that a browser takes, and what RFC 4287 asks of Atom.
import { openPage } from "./browser.mjs";

export async function checkFeed(browser, site, tally) {
  const { context, page } = await openPage(browser);
  await tally.run("feed.xml", async () => {
    if (!site.files.has("feed.xml")) return ["it is not there"];
    return page.evaluate((text) => {
      const feed = new DOMParser().parseFromString(text, "application/xml");
      const error = feed.querySelector("parsererror");
      if (error) return [error.textContent.trim().split("\n")[0]];
      const wrong = [];
      const own = (element, name) => [...element.children].filter((child) => child.localName === name);
      const said = (element, name) => own(element, name)[0]?.textContent.trim() ?? "";
      const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
      const top = feed.documentElement;
      for (const element of feed.querySelectorAll("*")) if (element.namespaceURI !== "http://www.w3.org/2005/Atom") wrong.push(`${element.localName} is not of Atom`);
      const entries = own(top, "entry");
      if (entries.length === 0) wrong.push("it has no entry");
      for (const element of [top, ...entries]) {
        for (const name of ["id", "title", "updated"]) if (own(element, name).length !== 1) wrong.push(`${element.localName} has ${own(element, name).length} of ${name}`);
        if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(said(element, "id"))) wrong.push(`${said(element, "id")} is no absolute IRI`);
        if (!moment.test(said(element, "updated"))) wrong.push(`${said(element, "updated")} is no moment`);
        if (element !== top && own(element, "link").length === 0 && own(element, "content").length === 0) wrong.push("an entry has neither link nor content");
      }
      if (own(top, "author").length === 0 && entries.some((entry) => own(entry, "author").length === 0)) wrong.push("an entry has no author");
      if (new Set(entries.map((entry) => said(entry, "id"))).size !== entries.length) wrong.push("two entries have one id");
      return wrong;
    }, site.read("feed.xml"));
  });
  await context.close();
}
