// Accessibility by axe-core's rules: nothing at WCAG 2.2 AA, and nothing serious beyond it, in any width and colour. The rules are put into the page past its
// content security policy, in contexts of their own, so that all other checks see the policy at work. In the dark only colours differ.
import fs from "node:fs";
import { createRequire } from "node:module";
import { VIEWS, openPage, unfold } from "./browser.mjs";
import { samples } from "./site.mjs";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const COLOURS = ["color-contrast", "link-in-text-block"];
// Those of WCAG 2.2 have to be asked for.
const ALL = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };

export async function checkRules(browser, site, tally) {
  for (const view of VIEWS) {
    const { context, page } = await openPage(browser, { ...view.options, bypassCSP: true });
    const isDark = view.options.colorScheme === "dark";
    const options = { resultTypes: ["violations"], runOnly: isDark ? COLOURS : ALL };
    for (const [kind, file] of samples(site)) {
      await tally.run(`${kind} (${file}) at ${view.name}: accessible`, async () => {
        await page.goto(site.url(file));
        await unfold(page);
        await page.evaluate(AXE);
        const found = await page.evaluate(async (options) => (await window.axe.run(document, options)).violations, options);
        const counts = ({ impact, tags }) => impact === "serious" || impact === "critical" || !tags.includes("best-practice");
        return found.filter(counts).flatMap(said);
      });
    }
    await context.close();
  }
}

const said = ({ id, impact, help, nodes }) =>
  nodes.map((node) => {
    const facts = node.any[0]?.data;
    const contrast = facts?.contrastRatio ? `, ${facts.contrastRatio} of ${facts.expectedContrastRatio}` : "";
    return `${impact} ${id}: ${help}${contrast}: ${node.target.join(" ")}`;
  });
