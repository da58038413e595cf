// What stands side by side stands on one line: in each row the first lines of its columns have one baseline, whatever their sizes.
import { openPage } from "./browser.mjs";
import { samples } from "./site.mjs";

export async function checkLines(browser, site, tally) {
  const { context, page } = await openPage(browser);
  for (const [kind, file] of samples(site)) {
    await tally.run(`${kind} (${file}): one line in each row`, async () => {
      await page.goto(site.url(file));
      return page.evaluate(crooked);
    });
  }
  await context.close();
}

/** Runs in the page: the rows whose columns begin on different lines. */
function crooked() {
  const wrong = [];
  const baseline = (cell) => {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (!text.data.trim() || text.parentElement.closest("summary, .sr")) continue;
      const mark = document.createElement("span");
      mark.style.cssText = "display: inline-block; width: 0; height: 0";
      text.before(mark);
      const { bottom } = mark.getBoundingClientRect();
      mark.remove();
      return bottom;
    }
    return undefined;
  };
  for (const row of document.querySelectorAll(".row, .item, .band")) {
    if (row.matches(":has(> figure)") || !row.checkVisibility()) continue;
    const cells = [...row.children].filter((cell) => cell.matches("h2, .gutter, .text, .side, aside, .direction, .items, .facts"));
    const columns = cells.filter((cell, at) => cells.findIndex((other) => other.offsetLeft === cell.offsetLeft) === at);
    const lines = columns.map(baseline).filter((line) => line !== undefined);
    const apart = Math.max(...lines) - Math.min(...lines);
    if (lines.length > 1 && apart > 1.5) wrong.push(`${row.className}: ${apart.toFixed(1)} px apart at “${row.textContent.trim().replace(/\s+/g, " ").slice(0, 50)}”`);
  }
  return wrong.slice(0, 5);
}
