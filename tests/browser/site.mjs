// The site's folder: its files, and the fullest page of each kind, found by where a page of that kind stands.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const KINDS = {
  index: /^index\.html$/,
  engagement: /^engagements\/(?!.*\/(?:history|handoff-\d+)\.html$).+\.html$/,
  handoff: /^engagements\/.+\/handoff-\d+\.html$/,
  "engagement history": /^engagements\/.+\/history\.html$/,
  stage: /^stages\/[^/]+\/[^/]+\.html$/,
  promises: /^promises\.html$/,
  "promises in another order": /^promises\/[^/]+\.html$/,
  decisions: /^decisions\.html$/,
  "decisions in another order": /^decisions\/[^/]+\.html$/,
  history: /^history\.html$/,
  friction: /^friction\.html$/,
  client: /^clients\/[^/]+\.html$/,
  search: /^search\.html$/,
  rules: /^rules\/index\.html$/,
  rule: /^rules\/(?!index\.html$)[^/]+\.html$/,
  person: /^people\/[^/]+\.html$/,
};

/** Whether a page only leads on to where an engagement stands now. */
export const leadsOn = (html) => /<meta http-equiv="refresh"/.test(html);

export function readSite(root) {
  const files = new Map();
  for (const entry of fs.readdirSync(root, { recursive: true })) {
    const file = path.join(root, entry);
    if (fs.statSync(file).isFile()) files.set(entry.split(path.sep).join("/"), file);
  }
  const pages = new Map();
  for (const [name, file] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (name.endsWith(".html")) pages.set(name, fs.readFileSync(file, "utf8"));
  }
  const kinds = {};
  for (const [kind, form] of Object.entries(KINDS)) {
    const found = [...pages].filter(([name, html]) => form.test(name) && !leadsOn(html));
    found.sort(([, a], [, b]) => b.length - a.length);
    kinds[kind] = found[0]?.[0];
  }
  const read = (name) => fs.readFileSync(files.get(name), "utf8");
  const url = (name) => pathToFileURL(path.join(root, name)).href;
  return { root, files, pages, kinds, read, url };
}

/** The kinds that the site has, each with its page. */
export const samples = (site) => Object.entries(site.kinds).filter(([, file]) => file !== undefined);
