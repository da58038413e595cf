// Optional. A field at the top of a register that narrows its lists to the rows that hold every word typed.
"use strict";

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
