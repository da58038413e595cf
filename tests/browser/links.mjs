// Every address on every page, by reading the files alone: it leads to a file of the site and to an id that is there, nothing is fetched from
// elsewhere, and every page can be reached from the index.
import path from "node:path";
import { readMarkup } from "./markup.mjs";
import { leadsOn } from "./site.mjs";

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const OUTWARD = /^(https?|mailto|tel):/i;

export function checkLinks(site, tally) {
  const markup = new Map([...site.pages].map(([name, html]) => [name, readMarkup(html)]));
  const reached = new Map();
  for (const [name, { ids, twice, addresses }] of markup) {
    const wrong = twice.map((id) => `the id ${id} stands twice`);
    const leads = new Set();
    for (const { address, loads } of addresses) {
      const { problem, file } = follow(site, markup, name, ids, address, loads);
      if (problem) wrong.push(`${address}: ${problem}`);
      if (file) leads.add(file);
    }
    reached.set(name, leads);
    tally.check(`${name}: links and ids`, wrong);
  }
  tally.check("feed.xml: links", feedLinks(site, markup));
  tally.check("pages that no link leads to", unreached(site, reached));
}

/** What is wrong with an address on a page, and the file of the site that it leads to. */
function follow(site, markup, from, ids, address, loads) {
  if (SCHEME.test(address)) {
    if (loads) return address.startsWith("data:") ? {} : { problem: "is fetched from elsewhere" };
    return OUTWARD.test(address) ? {} : { problem: "a scheme that does not belong on a page" };
  }
  if (address.startsWith("/")) return { problem: "starts at the server's top" };
  const [before, fragment] = address.split(/#(.*)/s);
  let file = from;
  let place;
  try {
    const relative = decodeURIComponent(before.split("?")[0]);
    if (relative !== "") file = path.posix.join(path.posix.dirname(from), relative);
    place = decodeURIComponent(fragment ?? "");
  } catch {
    return { problem: "a percent sign that encodes nothing" };
  }
  if (!site.files.has(file)) return { problem: `there is no file ${file}` };
  const there = file === from ? ids : markup.get(file)?.ids;
  if (place !== "" && !there?.has(place)) return { problem: `${file} has no id ${place}`, file };
  return { file };
}

function feedLinks(site, markup) {
  if (!site.files.has("feed.xml")) return ["it is not there"];
  const { addresses } = readMarkup(site.read("feed.xml"));
  return addresses
    .map(({ address }) => [address, follow(site, markup, "feed.xml", new Set(), address, false).problem])
    .filter(([, problem]) => problem)
    .map(([address, problem]) => `${address}: ${problem}`);
}

/** Pages that cannot be reached from the index; a page that leads on from a former address need not be. */
function unreached(site, reached) {
  const seen = new Set(["index.html"]);
  for (const name of seen) for (const next of reached.get(name) ?? []) seen.add(next);
  return [...site.pages].filter(([name, html]) => !seen.has(name) && !leadsOn(html)).map(([name]) => name);
}
