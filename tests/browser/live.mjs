// `orbit serve`: an open page loads itself again when a file changes and stands where it stood; where the site cannot be built, it says why.
// Needs the program and a studio to change: ORBIT_PROGRAM and ORBIT_STUDIO.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { openPage } from "./browser.mjs";

/** Starts the server; its address once it says it, and a way to end it. */
function serve(program, studio) {
  const server = spawn(program, ["-C", studio, "serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  return new Promise((ready, failed) => {
    server.on("exit", () => failed(new Error(`orbit serve ended: ${said}`)));
    server.stdout.on("data", (data) => {
      said += data;
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+\//)?.[0];
      if (!address || !said.includes("built ")) return;
      server.removeAllListeners("exit");
      const end = () => new Promise((done) => server.on("exit", done).kill("SIGINT"));
      ready({ address, end });
    });
  });
}

export async function checkLive(browser, site, tally) {
  const { ORBIT_PROGRAM: program, ORBIT_STUDIO: studio } = process.env;
  if (!program || !studio) return;
  const { address, end } = await serve(program, studio);
  const { context, page, wrong } = await openPage(browser);
  // A page that is left lets go of its events, which is no failure.
  const amiss = () => wrong.splice(0).filter((line) => !line.includes("/.orbit/events, net::ERR_ABORTED"));
  const name = site.kinds.engagement;
  const file = path.join(studio, name.replace(/\.html$/, ".md"));
  const settings = path.join(studio, "orbit.yml");
  const [text, set] = [file, settings].map((one) => fs.readFileSync(one, "utf8"));

  await tally.run(`a change of ${path.basename(file)} reloads its page where it stands`, async () => {
    await page.goto(address + name.split("/").map(encodeURIComponent).join("/"));
    await page.waitForLoadState();
    const before = await page.evaluate(() => {
      scrollTo({ top: Math.min(400, document.body.scrollHeight - innerHeight), behavior: "instant" });
      return scrollY;
    });
    fs.writeFileSync(file, text.replace(/^title: .*$/m, "title: Seen at once"));
    await page.waitForFunction(() => document.querySelector("h1")?.textContent.includes("Seen at once"));
    await page.waitForFunction((before) => Math.abs(scrollY - before) < 2, before);
    return [...amiss(), ...(before === 0 ? ["the page is too short to scroll"] : [])];
  });

  await tally.run("a mistake in orbit.yml is shown with its place, and goes when it is mended", async () => {
    fs.writeFileSync(settings, `${set.trimEnd()}\npeeple: {}\n`);
    const alert = page.locator("#orbit-failure[role=alert]");
    await alert.waitFor();
    const shown = await alert.textContent();
    const line = set.trimEnd().split("\n").length + 1;
    const heading = await page.locator("h1").first().textContent();
    fs.writeFileSync(settings, set);
    await page.waitForFunction(() => !document.querySelector("#orbit-failure"));
    return [
      ...amiss(),
      ...(shown.includes(`orbit.yml:${line}:`) ? [] : [`it says only: ${shown}`]),
      ...(heading.includes("Seen at once") ? [] : ["the page is gone"]),
    ];
  });

  await tally.run("what was mended is shown as before", async () => {
    fs.writeFileSync(file, text);
    await page.waitForFunction(() => !document.querySelector("h1")?.textContent.includes("Seen at once"));
    return amiss();
  });
  await context.close();
  await end();
}
