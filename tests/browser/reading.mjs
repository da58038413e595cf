// How a page reads: lines are not longer than an eye can follow, numbers in pictures stand clear of lines, one thing is counted the same in each place, and what is
// folded in opens where an address leads into it.
import { openPage } from "./browser.mjs";
import { samples } from "./site.mjs";

// Characters of a line; a little more than the 75 that are aimed at, for texts of narrow letters.
const LONGEST = 79;

export async function checkReading(browser, site, tally) {
  const { context, page } = await openPage(browser, { viewport: { width: 1600, height: 900 } });
  for (const [kind, file] of samples(site)) {
    await tally.run(`${kind} (${file}): no line is too long to read`, async () => {
      await page.goto(site.url(file));
      return page.evaluate(longLines, LONGEST);
    });
  }
  await tally.run("promises: what is overdue is counted the same above the picture, below it and in its list", async () => {
    await page.goto(site.url(site.kinds.promises));
    const [lede, caption] = await Promise.all([".lede", "figure.weeks figcaption"].map((part) => page.locator(part).textContent()));
    const ours = (text) => text.split(/owed to us|To us/)[0].match(/(\d+) overdue/)?.[1] ?? "0";
    const theirs = (text) => text.split(/owed to us|To us/)[1]?.match(/(\d+) overdue/)?.[1] ?? "0";
    const listed = await page.locator("section[aria-labelledby=overdue] li.promise").count();
    const wrong = [];
    if (ours(lede) !== ours(caption) || theirs(lede) !== theirs(caption)) wrong.push(`“${lede}” and “${caption}”`);
    if (ours(lede) !== String(listed)) wrong.push(`“${lede}” and a list of ${listed}`);
    return wrong;
  });
  await context.close();

  for (const javaScriptEnabled of [true, false]) {
    const { context, page } = await openPage(browser, { javaScriptEnabled });
    const name = `an address opens what it leads into, ${javaScriptEnabled ? "with" : "without"} JavaScript`;
    await tally.run(name, async () => {
      for (const [file] of [...site.pages].filter(([, html]) => html.includes('<details class="fold">'))) {
        const id = site.pages.get(file).match(/<details class="fold">[\s\S]*?id="(mark-[^"]+|m\d+)"/)?.[1];
        if (!id) continue;
        await page.goto(`${site.url(file)}#${id}`);
        const place = page.locator(`[id="${id}"]`);
        await place.waitFor({ state: "visible" });
        return (await page.locator("details.fold[open]").count()) === 0 ? [`${file}#${id} is still folded in`] : [];
      }
      return ["no page has a mark folded in"];
    });
    await context.close();
  }

  const phone = await openPage(browser, { viewport: { width: 360, height: 800 } });
  await tally.run("the navigation stands on one line of a phone", async () => {
    await phone.page.goto(site.url("index.html"));
    const tops = await phone.page.locator(".top nav li").evaluateAll((all) => all.map((item) => Math.round(item.getBoundingClientRect().top)));
    return new Set(tops).size === 1 ? [] : [`it takes ${new Set(tops).size}`];
  });
  for (const [file, html] of [...site.pages].filter(([, html]) => html.includes('class="move '))) {
    if (!/^engagements\//.test(file)) continue;
    await tally.run(`${file} on a phone: numbers stand clear of lines and of each other`, async () => {
      await phone.page.goto(site.url(file));
      return phone.page.evaluate(crossed);
    });
  }
  await phone.context.close();
}

/** Runs in the page: paragraphs whose lines hold more characters than this. */
function longLines(longest) {
  const wrong = [];
  for (const text of document.querySelectorAll(".text p, .prose p, .prose li, .lede, blockquote")) {
    if (!text.checkVisibility() || text.querySelector("p, li")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const tops = new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 12)));
    const length = text.textContent.replace(/\s+/g, " ").trim().length;
    const height = parseFloat(getComputedStyle(text).lineHeight);
    const lines = Math.max(1, Math.round(text.getBoundingClientRect().height / height));
    // The last line may be short.
    if (tops.size > 0 && lines > 1 && length / lines > longest) wrong.push(`${Math.round(length / lines)} characters a line: “${text.textContent.trim().slice(0, 60)}”`);
  }
  return wrong;
}

/** Runs in the page: numbers of the arc that lie on a line of a move or on one another. */
function crossed() {
  const wrong = [];
  const boxes = [...document.querySelectorAll(".arc text.number")]
    .filter((number) => number.checkVisibility())
    .map((number) => ({ text: number.textContent, box: number.getBoundingClientRect() }));
  const overlap = (a, b, by) => a.left + by < b.right && b.left + by < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom;
  for (const [at, { text, box }] of boxes.entries()) {
    for (const other of boxes.slice(at + 1)) if (overlap(box, other.box, 0)) wrong.push(`${text} lies on ${other.text}`);
    for (const line of document.querySelectorAll(".arc line.move")) {
      const there = line.getBoundingClientRect();
      const wide = { left: there.left, right: there.right + 0.5, top: there.top, bottom: there.bottom };
      if (overlap(box, wide, 0)) wrong.push(`${text} lies on the line of a move`);
    }
  }
  return wrong;
}
