// Reads from a page's HTML, without a browser, what links need: the addresses that it names and the ids that it has.
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const decoded = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return NAMED[name] ?? whole;
  });

/** The start tags of a page: each name with its attributes. */
function* tags(html) {
  const text = html.replace(/<!--.*?-->/gs, "").replace(/(<(script|style)\b[^>]*>).*?<\/\2>/gs, "$1");
  for (const [, name, inside] of text.matchAll(/<([a-z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi)) {
    const attributes = {};
    for (const [, key, double, single, bare] of inside.matchAll(/([^\s=/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
      attributes[key.toLowerCase()] = decoded(double ?? single ?? bare ?? "");
    }
    yield { name: name.toLowerCase(), attributes };
  }
}

/** The page's ids, those that stand twice, and its addresses; `loads` where the browser fetches without being asked. */
export function readMarkup(html) {
  const ids = new Set();
  const twice = [];
  const addresses = [];
  for (const { name, attributes } of tags(html)) {
    const { id, href, src, content } = attributes;
    if (id !== undefined) {
      if (ids.has(id)) twice.push(id);
      ids.add(id);
    }
    const rel = attributes.rel ?? "";
    if (href !== undefined) addresses.push({ address: href, loads: name === "link" && /\b(stylesheet|icon|preload)\b/.test(rel) });
    if (src !== undefined) addresses.push({ address: src, loads: true });
    const refresh = attributes["http-equiv"] === "refresh" && /url=(.*)$/i.exec(content ?? "");
    if (refresh) addresses.push({ address: refresh[1], loads: false });
  }
  return { ids, twice, addresses };
}
