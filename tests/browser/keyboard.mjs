// The keyboard: the first Tab shows the link past the navigation, Enter takes the focus to the content, and every further stop can be seen.
import { VIEWS, openPage } from "./browser.mjs";
import { samples } from "./site.mjs";

const STOPS = 25;

export async function checkKeyboard(browser, site, tally) {
  for (const view of VIEWS.filter(({ options }) => options.colorScheme === "light")) {
    const { context, page } = await openPage(browser, view.options);
    for (const [kind, file] of samples(site)) {
      const name = `${kind} (${file}) at ${view.name}`;
      await tally.run(`${name}: the skip link`, async () => {
        await page.goto(site.url(file));
        await page.keyboard.press("Tab");
        const first = await page.evaluate(focused);
        await page.keyboard.press("Enter");
        const then = await page.evaluate(focused);
        const wrong = [];
        if (first.href !== "#content") wrong.push(`the first Tab leads to ${first.name}`);
        if (!first.seen) wrong.push("the link is not in view when it has the focus");
        if (then.id !== "content") wrong.push(`Enter leads to ${then.name}`);
        return wrong;
      });
      await tally.run(`${name}: the focus can be seen`, async () => {
        await page.goto(site.url(file));
        const wrong = [];
        for (let stop = 0; stop < STOPS; stop += 1) {
          await page.keyboard.press("Tab");
          const now = await page.evaluate(focused);
          if (now.name === "body") break;
          if (!now.seen || !now.marked) wrong.push(`${now.name} “${now.text}” ${now.seen ? "has no outline" : "is out of view"}`);
        }
        return wrong;
      });
    }
    await context.close();
  }
}

/** Runs in the page: what has the focus. */
function focused() {
  const element = document.activeElement ?? document.body;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    name: element.localName,
    id: element.id,
    href: element.getAttribute("href"),
    text: element.textContent.trim().slice(0, 40),
    seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    marked: style.outlineStyle !== "none" || style.boxShadow !== "none",
  };
}
