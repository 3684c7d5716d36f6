// The portal's own script. Every page works without it: it polls what is live, and saves a few clicks.
(() => {
  "use strict";
  const quick = 2000, calm = 15000;
  document.documentElement.classList.add("scripted");

  // Live parts: asked for again every two seconds while something runs in them, every fifteen otherwise, never while hidden.
  let asked = 0;
  setInterval(() => {
    if (document.hidden) return;
    for (const part of document.querySelectorAll("[data-live]")) {
      const pause = part.dataset.live === "running" ? quick : calm;
      const last = Number(part.dataset.asked ?? asked);
      if (performance.now() - last < pause) continue;
      part.dataset.asked = String(performance.now());
      part.dispatchEvent(new CustomEvent("live"));
    }
  }, 500);
  asked = performance.now();

  // A live part that has come to its end says where to go on.
  document.addEventListener("htmx:after:swap", () => {
    const next = document.querySelector("[data-go-on]");
    if (next) location.assign(next.dataset.goOn);
  });

  // Signed out meanwhile: the page is asked for anew and leads to the sign-in.
  document.addEventListener("htmx:after:request", (event) => {
    const status = event.detail?.ctx?.response?.status;
    if (status === 401) location.reload();
  });

  // The menu button of narrow screens.
  const menu = document.querySelector("[data-menu]");
  menu?.addEventListener("click", () => {
    const open = menu.getAttribute("aria-expanded") !== "true";
    menu.setAttribute("aria-expanded", String(open));
    document.getElementById(menu.getAttribute("aria-controls"))?.toggleAttribute("data-open", open);
  });

  // What is spoken first: errors, then what was just done; then a heading that asks for it.
  document.querySelector("[data-focus]")?.focus();

  // A form is sent once; its button says what goes on.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter ?? form.querySelector("button");
    if (button?.dataset.busy) setTimeout(() => { button.textContent = button.dataset.busy; }, 0);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
  });

  // Check or uncheck all boxes of a group.
  for (const button of document.querySelectorAll("[data-all]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const boxes = [...document.querySelectorAll(`#${button.dataset.all} input[type=checkbox]:not(:disabled)`)];
      const check = boxes.some((box) => !box.checked);
      for (const box of boxes) box.checked = check;
      button.textContent = check ? button.dataset.none : button.dataset.every;
    });
  }

  // What is filled in and not saved is counted beside its button.
  for (const counted of document.querySelectorAll("form[data-count]")) {
    const said = counted.querySelector("[data-unsaved]");
    counted.addEventListener("input", () => {
      const changed = [...counted.querySelectorAll("input[type=text]")].filter((field) => field.value !== field.defaultValue).length;
      said.textContent = changed === 0 ? "" : changed === 1 ? said.dataset.one : said.dataset.many.replace("{n}", String(changed));
    });
    counted.addEventListener("click", (event) => {
      const use = event.target.closest("[data-use]");
      if (!use) return;
      event.preventDefault();
      const field = document.getElementById(use.dataset.use);
      field.value = use.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }

  // Text to pass on.
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = button.dataset.done;
    });
  }
})();
