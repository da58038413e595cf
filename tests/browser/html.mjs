// The markup of every page by html-validate: elements where they may stand, attributes that there are, every reference with its target.
import { HtmlValidate } from "html-validate";

const RULES = {
  extends: ["html-validate:standard"],
  rules: {
    // Matters of taste, and the lines of a difference and of `hidden` parts, which are as they are on purpose.
    "long-title": "off",
    "no-trailing-whitespace": "off",
    "no-inline-style": "error",
    "prefer-native-element": "off",
    "require-sri": "off",
    "no-redundant-role": "off",
    "tel-non-breaking": "off",
    "void-style": "off",
    "no-raw-characters": "off",
    "no-implicit-close": "error",
  },
};

export async function checkHtml(site, tally) {
  const validator = new HtmlValidate(RULES);
  for (const [name, html] of site.pages) {
    await tally.run(`${name}: valid HTML`, async () => {
      const { results } = await validator.validateString(html, name);
      return results.flatMap(({ messages }) => messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`));
    });
  }
}
