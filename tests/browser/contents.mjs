// The list of a page's parts: on a phone a long one is folded in and takes one line; on a wide screen it stands open, without a fold.
import { openPage } from "./browser.mjs";

export async function checkContents(browser, site, tally) {
  const [file] = [...site.pages].find(([, html]) => html.includes('<details class="parts">')) ?? [];
  if (!file) return;
  const narrow = await openPage(browser, { viewport: { width: 360, height: 900 } });
  await tally.run(`${file}: its parts are folded in on a phone`, async () => {
    const { page } = narrow;
    await page.goto(site.url(file));
    const wrong = [];
    const summary = page.locator(".parts > summary");
    const link = page.locator(".parts a").first();
    if (!(await summary.isVisible())) wrong.push("there is no fold");
    if (await link.isVisible()) wrong.push("the parts are not folded in");
    const height = await page.locator(".contents").evaluate((list) => list.getBoundingClientRect().height);
    if (height > 64) wrong.push(`the fold takes ${height} px`);
    await summary.click();
    const href = await link.getAttribute("href");
    await link.click();
    if (new URL(page.url()).hash !== href) wrong.push(`the first part leads to ${page.url()}`);
    return wrong;
  });
  await narrow.context.close();

  const wide = await openPage(browser);
  await tally.run(`${file}: its parts stand open on a wide screen`, async () => {
    const { page } = wide;
    await page.goto(site.url(file));
    const wrong = [];
    if (await page.locator(".parts > summary").isVisible()) wrong.push("there is a fold");
    const link = page.locator(".parts a").last();
    const href = await link.getAttribute("href");
    await link.click();
    if (new URL(page.url()).hash !== href) wrong.push(`the last part leads to ${page.url()}`);
    return wrong;
  });
  await wide.context.close();
}
