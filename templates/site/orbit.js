// Optional: a field above each long list that narrows it to the rows that hold every word typed.
"use strict";

for (const list of document.querySelectorAll("[data-narrow]")) {
  const rows = [...list.children];
  if (rows.length < 8) continue;
  const field = document.createElement("input");
  field.type = "search";
  field.className = "narrow";
  field.placeholder = "Narrow by words";
  field.setAttribute("aria-label", "Narrow this list by words");
  const told = document.createElement("p");
  told.className = "sr";
  told.setAttribute("role", "status");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    told.textContent = words.length ? `${shown} of ${rows.length} shown` : "";
  });
  list.before(field, told);
}

// A link to something inside a closed part opens it.
const open = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const part = target && target.closest("details, li, article");
  if (part && part.tagName === "DETAILS") part.open = true;
};
addEventListener("hashchange", open);
open();
