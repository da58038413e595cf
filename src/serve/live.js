// Listens for builds. After one, the page is loaded again and stands where it stood; after one that failed, it says why.
(() => {
  const { build } = document.currentScript.dataset;
  const key = `orbit-live:${location.pathname}`;
  const details = () => [...document.querySelectorAll("details")];
  const fields = () => [...document.querySelectorAll("input[id], select[id]")];

  const remember = () => {
    const open = details().map((one) => one.open);
    const values = fields().map((one) => [one.id, one.value]);
    const state = { x: scrollX, y: scrollY, open, values, focus: document.activeElement?.id };
    sessionStorage.setItem(key, JSON.stringify(state));
  };

  const recall = () => {
    const kept = sessionStorage.getItem(key);
    if (!kept) return;
    sessionStorage.removeItem(key);
    const state = JSON.parse(kept);
    details().forEach((one, at) => {
      if (at in state.open) one.open = state.open[at];
    });
    for (const [id, value] of state.values) {
      const field = document.getElementById(id);
      if (!field || field.value === value) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (state.focus) document.getElementById(state.focus)?.focus({ preventScroll: true });
    scrollTo({ left: state.x, top: state.y, behavior: "instant" });
    history.scrollRestoration = "auto";
  };

  const reload = () => {
    remember();
    history.scrollRestoration = "manual";
    location.reload();
  };

  let shown;
  const hide = () => {
    shown?.remove();
    shown = undefined;
  };

  const block = (tag, text, style) => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.style.cssText = `margin: 0 0 .4em; white-space: pre-wrap; overflow-wrap: anywhere; ${style}`;
    return element;
  };

  const show = ({ message, causes, hints }) => {
    hide();
    shown = document.createElement("section");
    shown.id = "orbit-failure";
    shown.setAttribute("role", "alert");
    shown.style.cssText =
      "position: fixed; inset: auto 0 0; z-index: 9999; max-height: 60vh; overflow: auto; padding: 1em 1.5em; " +
      "font: 15px/1.5 system-ui, sans-serif; color: #fff; background: #7a1414; border-top: 3px solid #ffb4a8";
    shown.append(block("h2", "The site could not be built", "font: 600 1.1em/1.4 inherit; color: inherit"));
    shown.append(block("p", `${message}:`, ""));
    for (const cause of causes) shown.append(block("p", cause, "font: 13px/1.5 ui-monospace, monospace"));
    for (const hint of hints) shown.append(block("p", hint, "font-weight: 600"));
    shown.append(block("p", "Until then this is the site as it was built last.", ""));
    document.body.append(shown);
  };

  // Only while somebody looks: a browser opens few connections to one server, and each open page would hold one.
  let events;
  const listen = () => {
    const wanted = document.visibilityState === "visible";
    if (wanted === Boolean(events)) return;
    events?.close();
    events = undefined;
    if (!wanted) return;
    events = new EventSource("/.orbit/events");
    events.addEventListener("built", ({ data }) => {
      hide();
      if (data !== build) reload();
    });
    events.addEventListener("failed", ({ data }) => show(JSON.parse(data)));
  };

  recall();
  listen();
  addEventListener("visibilitychange", listen);
})();
