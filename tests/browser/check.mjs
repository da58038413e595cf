// Looks at a built site as a reader would: `node check.mjs SITE`. Says what is wrong, line by line, then how much passed and failed.
import path from "node:path";
import { checkAudience } from "./audience.mjs";
import { launch } from "./browser.mjs";
import { checkContents } from "./contents.mjs";
import { checkData } from "./data.mjs";
import { checkFeed } from "./feed.mjs";
import { checkHtml } from "./html.mjs";
import { checkKeyboard } from "./keyboard.mjs";
import { checkLive } from "./live.mjs";
import { checkLines } from "./lines.mjs";
import { checkLinks } from "./links.mjs";
import { checkLook } from "./look.mjs";
import { checkMoved } from "./moved.mjs";
import { checkNarrowing } from "./narrowing.mjs";
import { checkPaper } from "./paper.mjs";
import { checkPlain } from "./plain.mjs";
import { checkReading } from "./reading.mjs";
import { checkRules } from "./rules.mjs";
import { checkSearch } from "./search.mjs";
import { checkServed } from "./served.mjs";
import { readSite } from "./site.mjs";
import { Tally } from "./tally.mjs";

const LOOKS = [
  checkLook,
  checkLines,
  checkContents,
  checkRules,
  checkKeyboard,
  checkNarrowing,
  checkSearch,
  checkPlain,
  checkPaper,
  checkReading,
  checkServed,
  checkLive,
  checkMoved,
  checkFeed,
  checkAudience,
];

if (process.argv.length !== 3) {
  console.error("usage: node check.mjs SITE");
  process.exit(2);
}

const tally = new Tally();
const site = readSite(path.resolve(process.argv[2]));
for (const [kind, file] of Object.entries(site.kinds)) {
  tally.check(`a page of the kind ${kind}`, file ? [] : [`the site has none among its ${site.files.size} files`]);
}
checkLinks(site, tally);
checkData(site, tally);
await checkHtml(site, tally);

const browser = await launch();
try {
  for (const look of LOOKS) await look(browser, site, tally);
} finally {
  await browser.close();
}

console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 ? 0 : 1;
