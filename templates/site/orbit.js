// Optional. A slash leads to the search, an address opens what it leads into, and a field at the top of a register narrows its lists to the rows that hold every
// word typed.
"use strict";

document.addEventListener("keydown", (event) => {
  const search = document.querySelector("[data-key='/']");
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || !search || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const field = document.querySelector("input[type=search]");
  if (field) field.focus();
  else location.href = search.href;
});

// An address may lead to what is folded in.
const reveal = () => {
  const place = document.querySelector(":target");
  let folded = false;
  for (let above = place?.parentElement; above; above = above.parentElement) {
    if (above.localName === "details" && !above.open) folded = above.open = true;
  }
  if (folded) place.scrollIntoView();
};
addEventListener("hashchange", reveal);
reveal();

const lists = [...document.querySelectorAll("[data-narrow]")];
const rows = lists.flatMap((list) => [...list.children]);

if (rows.length > 7) {
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const field = document.createElement("input");
  field.type = "search";
  field.className = "narrow";
  field.placeholder = "Narrow by words";
  field.setAttribute("aria-label", "Narrow the lists on this page by words");
  const told = document.createElement("p");
  told.className = "sr";
  told.setAttribute("role", "status");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = !words.every((word) => texts[at].includes(word));
      if (!row.hidden) shown += 1;
    });
    told.textContent = words.length ? `${shown} of ${rows.length} shown` : "";
  });
  document.querySelector(".head").append(field, told);
}
