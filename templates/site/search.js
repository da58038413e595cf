// The search. Words are looked up in shards of the index, each a script of its own, loaded when a word first asks for it: so it works from a folder too.
"use strict";

(() => {
  const SHOWN = 30;
  const KINDS = { engagement: 1.6, client: 1.6, person: 1.5, stage: 1.2 };
  const place = document.getElementById("search");
  const root = document.currentScript.src.replace(/search\.js(\?.*)?$/, "");

  // Shards

  const waiting = new Map();
  const shards = new Map();

  window.orbitShard = (name, data) => waiting.get(name)?.(data);

  const load = (name) => {
    if (!shards.has(name)) {
      shards.set(name, new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        const script = document.createElement("script");
        script.src = `${root}search/${name}.js`;
        script.onerror = () => {
          shards.delete(name);
          reject(new Error(`${name} cannot be read`));
        };
        document.head.append(script);
      }));
    }
    return shards.get(name);
  };

  // Words

  const alone = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  let folds;

  const wordsOf = (text, index) => {
    folds ??= new Map(index.fold.flatMap(([from, to]) => [...from].map((letter) => [letter, to])));
    const words = [];
    for (const [run] of text.matchAll(/[\p{Alphabetic}\p{N}]+/gu)) {
      let word = "";
      let length = 0;
      for (const letter of run) {
        if (alone.test(letter)) {
          if (word) words.push(word);
          words.push(letter);
          word = "";
          length = 0;
        } else if (length < index.longest) {
          for (const lower of letter.toLowerCase()) word += folds.get(lower) ?? lower;
          length += 1;
        }
      }
      if (word) words.push(word);
    }
    return words;
  };

  // The shards that may hold words between two, both included.
  const range = (firsts, from, to) => {
    let first = 0;
    while (first + 1 < firsts.length && firsts[first + 1] <= from) first += 1;
    let last = first;
    while (last + 1 < firsts.length && firsts[last + 1] <= to) last += 1;
    return firsts.length ? [first, last] : [0, -1];
  };

  const lookUp = async (kind, firsts, word, prefix) => {
    const end = prefix ? `${word}\uffff` : word;
    const [first, last] = range(firsts, word, end);
    const names = [];
    for (let at = first; at <= last; at += 1) names.push(`${kind}-${at}`);
    const found = [];
    for (const shard of await Promise.all(names.map(load))) {
      for (const entry of shard) if (entry[0] >= word && entry[0] <= end) found.push(entry);
    }
    return found;
  };

  // For one word, each passage with how well it holds it.
  const find = async (word, index) => {
    const short = word.length < 3 && /^[a-z0-9]+$/.test(word);
    const scores = new Map();
    const named = new Set();
    const take = (entries, weight, into) => {
      // All forms are as rare as the word: a rarer form is not the better find.
      const held = entries.reduce((sum, [, steps]) => sum + steps.length, 0);
      const rare = Math.log(1 + index.count / held);
      for (const [term, steps] of entries) {
        const score = weight * rare * (term === word ? 1.5 : word.length / term.length);
        let at = 0;
        for (const step of steps) {
          at += step;
          if (!(scores.get(at) >= score)) scores.set(at, score);
          into?.add(at);
        }
      }
    };
    const [names, text] = await Promise.all([
      lookUp("names", index.names, word, true),
      lookUp("text", index.text, word, !short),
    ]);
    take(text, 1);
    take(names, 3, named);
    return { word, scores, named, common: index.common.includes(word) };
  };

  const kindOf = (at, index) => {
    let kind = index.kinds[0]?.[0];
    for (const [word, first] of index.kinds) if (first <= at) kind = word;
    return kind;
  };

  // The passages that hold every word, in themselves or in the name of their engagement; the best first.
  const search = async (words, index) => {
    let found = await Promise.all(words.map((word) => find(word, index)));
    const telling = found.filter(({ common, scores }) => !common || scores.size > 0);
    if (telling.length) found = telling;
    const of = found.length > 1 ? await load("of") : null;
    const totals = new Map();
    const candidates = new Set();
    for (const { scores } of found) for (const at of scores.keys()) candidates.add(at);
    for (const at of candidates) {
      let total = 0;
      let own = 0;
      for (const { scores, named } of found) {
        const score = scores.get(at);
        if (score !== undefined) {
          total += score * (named.has(at) ? KINDS[kindOf(at, index)] ?? 1 : 1);
          own += 1;
        } else if (of && named.has(of[at])) {
          total += 0.5;
        } else {
          total = -1;
          break;
        }
      }
      if (total > 0 && own > 0) totals.set(at, total);
    }
    return [...totals].sort(([a, x], [b, y]) => y - x || a - b).map(([at]) => at);
  };

  // Results

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  // A text with the words that were found in it set off; of a long one, the part around the first.
  const marked = (text, words, index, most) => {
    const runs = [...text.matchAll(/[\p{Alphabetic}\p{N}]+/gu)].filter(([run]) =>
      wordsOf(run, index).some((word) => words.some((typed) => word.startsWith(typed) && (typed.length > 1 || word === typed))));
    const first = runs[0]?.index ?? 0;
    const start = text.length > most && first > most / 2 ? text.indexOf(" ", first - most / 3) + 1 : 0;
    let end = text.length;
    if (end > start + most) end = text.lastIndexOf(" ", start + most);
    if (end <= start) end = Math.min(text.length, start + most);
    const line = document.createDocumentFragment();
    if (start > 0) line.append("…\u00a0");
    let at = start;
    for (const run of runs) {
      if (run.index < at || run.index + run[0].length > end) continue;
      line.append(text.slice(at, run.index), element("mark", "", run[0]));
      at = run.index + run[0].length;
    }
    line.append(text.slice(at, end));
    if (end < text.length) line.append("\u00a0…");
    return line;
  };

  const row = ([url, title, text, under, when], kind, words, index) => {
    const item = element("li", "row result");
    const gutter = element("p", "gutter", kind);
    const body = element("div", "text");
    const head = element("p", "name");
    const link = element("a");
    link.href = root + url;
    link.append(title ? marked(title, words, index, 240) : marked(text, words, index, 240));
    head.append(link);
    body.append(head);
    if (title && text) {
      const said = element("p", "note");
      said.append(marked(text, words, index, 240));
      body.append(said);
    }
    if (under) body.append(element("p", "from", under));
    item.append(gutter, body);
    if (when) item.append(element("p", "side", when));
    return item;
  };

  // The field

  const field = element("input", "field");
  field.type = "search";
  field.setAttribute("aria-label", "Search");
  field.placeholder = "A few words, or how they begin";
  field.autocomplete = "off";
  field.spellcheck = false;
  const told = element("p", "told");
  told.setAttribute("role", "status");
  const list = element("ol", "ledger results");
  list.setAttribute("aria-label", "Found");
  place.replaceChildren(field, told);
  place.closest("main").append(list);

  let turn = 0;
  const answer = async () => {
    turn += 1;
    const own = turn;
    const typed = field.value;
    list.setAttribute("aria-busy", "true");
    try {
      const index = await load("index");
      const words = wordsOf(typed, index);
      if (words.length === 0) {
        if (own !== turn) return;
        list.replaceChildren();
        told.textContent = "Looks through engagements, marks, sections and logs, clients and people.";
        return;
      }
      const found = await search(words, index);
      const shown = found.slice(0, SHOWN);
      const docs = await Promise.all(shown.map((at) => load(`docs-${Math.floor(at / index.docs)}`)));
      if (own !== turn) return;
      list.replaceChildren(...shown.map((at, place) => row(docs[place][at % index.docs], kindOf(at, index), words, index)));
      const common = words.filter((word) => index.common.includes(word));
      told.textContent = found.length === 0
        ? common.length === words.length ? "These words are nearly everywhere; add another." : "Nothing found. Fewer words, or only how they begin, find more."
        : found.length > SHOWN ? `${SHOWN} of ${found.length}, the nearest first. More words narrow it.`
          : `${found.length} found.`;
    } catch (error) {
      if (own === turn) told.textContent = `The index of this site is not whole: ${error.message}.`;
    } finally {
      if (own === turn) list.setAttribute("aria-busy", "false");
    }
  };

  const remember = () => {
    const address = new URL(location.href);
    if (field.value) address.searchParams.set("q", field.value);
    else address.searchParams.delete("q");
    try {
      history.replaceState(null, "", address);
    } catch {
      // Some browsers keep the address of a file as it is.
    }
  };

  field.addEventListener("input", () => {
    answer();
    remember();
  });

  // Up and down move through what was found; Enter follows it, from the field the first; Escape leads back to the field.
  document.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && (at >= 0 || document.activeElement === field)) {
      links[Math.min(at + 1, links.length - 1)]?.focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (links[at - 1] ?? field).focus();
    } else if (event.key === "Enter" && document.activeElement === field) {
      links[0]?.click();
    } else if (event.key === "Escape" && at >= 0) {
      field.focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  // The browser sees to the anchor first, and takes the focus away.
  const arrived = () => {
    if (location.hash === "#search") requestAnimationFrame(() => field.focus());
  };
  addEventListener("hashchange", arrived);
  addEventListener("load", arrived);
  answer();
})();
