// The browser, and a page in it that remembers everything that went wrong.
import { chromium } from "playwright-core";

export const launch = () =>
  chromium.launch({
    executablePath: process.env.ORBIT_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** A page in a context of its own, and the list of what went wrong in it so far. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => {
    if (message.type() === "error") wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => wrong.push(`request failed: ${request.url()}, ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400) wrong.push(`status ${response.status()}: ${response.url()}`);
  });
  return { context, page, wrong };
}

/** Widths and colours in which a page is looked at. */
export const VIEWS = [1280, 360].flatMap((width) =>
  ["light", "dark"].map((colorScheme) => ({
    name: `${width} px, ${colorScheme}`,
    options: { viewport: { width, height: 900 }, colorScheme },
  })),
);

/** Opens every part of the page that is folded in. */
export const unfold = (page) =>
  page.evaluate(() => {
    for (const part of document.querySelectorAll("details")) part.open = true;
  });
