// What can be measured on a page in the browser: these functions run inside it.

/** Whatever is wider than its place: the page itself, what sticks out of it, text that is cut off. With `paper`, what only scrolling shows too. */
export function tooWide(paper) {
  const wrong = [];
  const top = document.documentElement;
  const width = top.clientWidth;
  const name = (element) => {
    const kind = element.getAttribute("class");
    const text = element.textContent.trim().replace(/\s+/g, " ").slice(0, 50);
    return `<${element.localName}${kind ? ` class="${kind}"` : ""}> “${text}”`;
  };
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const inScroller = (element) => {
    for (let above = element.parentElement; above; above = above.parentElement) if (scrolls(above)) return true;
    return false;
  };
  if (top.scrollWidth > width) wrong.push(`the page is ${top.scrollWidth} px wide in ${width} px`);
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || element.closest(".sr, .skip")) continue;
    if ((box.right > width + 1 || box.left < -1) && !inScroller(element)) {
      wrong.push(`reaches from ${Math.round(box.left)} to ${Math.round(box.right)} of ${width} px: ${name(element)}`);
    }
    const style = getComputedStyle(element);
    const hides = style.overflowX === "hidden" || style.overflowX === "clip" || (paper && scrolls(element));
    if (hides && !element.closest("svg") && element.scrollWidth > element.clientWidth + 1) {
      wrong.push(`cut off, ${element.scrollWidth} px in ${element.clientWidth}: ${name(element)}`);
    }
    if (element.localName === "text" && getComputedStyle(element.ownerSVGElement).overflowX !== "visible") {
      const frame = element.ownerSVGElement.getBoundingClientRect();
      if (box.right > frame.right + 1 || box.left < frame.left - 1 || box.bottom > frame.bottom + 1 || box.top < frame.top - 1) {
        wrong.push(`cut off at the edge of its picture: ${name(element)}`);
      }
    }
  }
  return wrong;
}

/** Headings that are missing, empty, or skip a level. */
export function headings() {
  const wrong = [];
  const all = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => heading.checkVisibility());
  if (all.filter((heading) => heading.localName === "h1").length !== 1) wrong.push("there is not exactly one h1");
  let former = 0;
  for (const heading of all) {
    const level = Number(heading.localName[1]);
    const text = heading.textContent.trim();
    if (text === "") wrong.push(`an empty h${level}`);
    if (level > former + 1) wrong.push(`h${level} “${text}” follows ${former === 0 ? "no heading" : `h${former}`}`);
    former = level;
  }
  return wrong;
}
