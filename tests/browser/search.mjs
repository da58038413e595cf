// The search, from the folder itself and from a server: what is typed is found by its beginning, in its engagement's name too, and leads to where it stands.
import { openPage } from "./browser.mjs";
import { serve } from "./served.mjs";

export async function checkSearch(browser, site, tally) {
  const server = await serve(site);
  const data = JSON.parse(site.read("data.json"));
  for (const [from, address] of [["a folder", site.url("search.html")], ["a server", `${server.top}search.html`]]) {
    const { context, page, wrong } = await openPage(browser);
    const typed = async (text) => {
      await page.locator("#search input").fill(text);
      await page.locator(".results[aria-busy=false]").waitFor({ state: "attached" });
      return page.locator(".result").evaluateAll((rows) => rows.map((row) => ({ href: row.querySelector("a").href, text: row.textContent, kind: row.querySelector(".gutter").textContent })));
    };
    await tally.run(`search from ${from}: every engagement is found first by its title`, async () => {
      await page.goto(address);
      const missed = [];
      for (const { title, url } of data.engagements.slice(0, 12)) {
        const found = await typed(title);
        if (!found[0]?.href.endsWith(url)) missed.push(`“${title}” finds ${found[0]?.href ?? "nothing"} first`);
      }
      return [...missed, ...wrong.splice(0)];
    });
    await tally.run(`search from ${from}: each mark is found by three of its words, cut short`, async () => {
      const missed = [];
      for (const { marks } of data.engagements) {
        for (const { text, url, kind } of marks.slice(0, 2)) {
          const words = (text.match(/\p{L}{5,}/gu) ?? []).slice(0, 3).map((word) => word.slice(0, -1));
          if (words.length < 3) continue;
          const found = await typed(words.join(" "));
          if (!found.some((row) => row.href.endsWith(url) && row.kind === kind)) missed.push(`${kind} “${words.join(" ")}” is not found`);
        }
      }
      return [...missed, ...wrong.splice(0)];
    });
    await tally.run(`search from ${from}: a person and a client are found, and what is nowhere is not`, async () => {
      const missed = [];
      for (const { name, url } of [...data.people.slice(0, 2), ...data.clients.slice(0, 2)]) {
        const found = await typed(name.slice(0, -1));
        if (!found.some((row) => row.href.endsWith(url))) missed.push(`${name} is not found`);
      }
      if ((await typed("qzxqzx")).length > 0) missed.push("something is found that is nowhere");
      return [...missed, ...wrong.splice(0)];
    });
    await tally.run(`search from ${from}: a word comes before its other forms`, async () => {
      const found = (await typed("price")).slice(0, 3).filter((row) => row.kind !== "engagement");
      const missed = found.filter((row) => !/\bprice\b/i.test(row.text)).map((row) => `“price” finds ${row.text} early`);
      return [...missed, ...(found.length ? [] : ["“price” is not found"]), ...wrong.splice(0)];
    });
    await tally.run(`search from ${from}: the keyboard leads to what is found`, async () => {
      const { title, url } = data.engagements[0];
      await typed(title);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL((now) => now.href.endsWith(url));
      await page.keyboard.press("/");
      await page.waitForURL((now) => now.pathname.endsWith("search.html"));
      await page.waitForFunction(() => document.activeElement.type === "search");
      return wrong.splice(0);
    });
    await context.close();
  }
  await server.close();
}
