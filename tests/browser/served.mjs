// From a web server, below a path: pages open there too, with everything they ask for found below it.
import fs from "node:fs";
import http from "node:http";
import { openPage } from "./browser.mjs";
import { samples } from "./site.mjs";

const BELOW = "/some/where/";
const KINDS = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", xml: "application/atom+xml", ics: "text/calendar", json: "application/json" };

/** Serves the site's files below `BELOW`, and nothing else. */
export function serve(site) {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    const name = pathname.startsWith(BELOW) ? decodeURIComponent(pathname.slice(BELOW.length)) : "";
    const file = site.files.get(name === "" || name.endsWith("/") ? `${name}index.html` : name);
    if (!file || !pathname.startsWith(BELOW)) {
      response.writeHead(404).end("not here");
      return;
    }
    const kind = KINDS[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": kind, "x-content-type-options": "nosniff" });
    fs.createReadStream(file).pipe(response);
  });
  return new Promise((ready) =>
    server.listen(0, "127.0.0.1", () =>
      ready({
        top: `http://127.0.0.1:${server.address().port}${BELOW}`,
        close: () => new Promise((done) => server.close(done)),
      })));
}

export async function checkServed(browser, site, tally) {
  const server = await serve(site);
  const { top } = server;
  const { context, page, wrong } = await openPage(browser);
  page.on("request", (request) => {
    if (!request.url().startsWith(top) && !request.url().startsWith("data:")) wrong.push(`asks for ${request.url()}`);
  });
  for (const [kind, file] of samples(site)) {
    await tally.run(`${kind} (${file}) from a server below a path`, async () => {
      await page.goto(top + file.split("/").map(encodeURIComponent).join("/"));
      await page.locator("header a.studio").click();
      await page.waitForURL(`${top}index.html`);
      return wrong.splice(0);
    });
  }
  await tally.run("the server's path alone shows the index", async () => {
    await page.goto(top);
    const title = await page.locator("h1").textContent();
    return [...wrong.splice(0), ...(title.trim() === "" ? ["it has no title"] : [])];
  });
  await context.close();
  await server.close();
}
