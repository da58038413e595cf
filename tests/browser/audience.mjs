// The site for a client: the same looks as at the studio's own, and nothing leads to a kind of page that is not shared. Needs its folder: ORBIT_AUDIENCE.
import path from "node:path";
import { checkHtml } from "./html.mjs";
import { checkKeyboard } from "./keyboard.mjs";
import { checkLinks } from "./links.mjs";
import { checkLook } from "./look.mjs";
import { checkPaper } from "./paper.mjs";
import { checkPlain } from "./plain.mjs";
import { checkRules } from "./rules.mjs";
import { readSite } from "./site.mjs";

/** Kinds of pages that a client's site with everything shared has, and some that it never has. */
const THERE = ["index", "engagement", "handoff", "engagement history", "promises", "decisions", "history", "search"];
const NEVER = ["friction", "person", "stage", "rule"];

export async function checkAudience(browser, _, tally) {
  const { ORBIT_AUDIENCE: folder } = process.env;
  if (!folder) return;
  const site = readSite(path.resolve(folder));
  const named = {
    check: (name, wrong) => tally.check(`for a client: ${name}`, wrong),
    run: (name, look) => tally.run(`for a client: ${name}`, look),
  };
  for (const kind of THERE) named.check(`a page of the kind ${kind}`, site.kinds[kind] ? [] : ["there is none"]);
  for (const kind of NEVER) named.check(`no page of the kind ${kind}`, site.kinds[kind] ? [site.kinds[kind]] : []);
  checkLinks(site, named);
  await checkHtml(site, named);
  for (const look of [checkLook, checkRules, checkKeyboard, checkPlain, checkPaper]) await look(browser, site, named);
}
