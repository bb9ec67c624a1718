// What the pages do beyond links: the theme, the filters, the keyboard. Without it everything can still be read.
"use strict";

const THEMES = ["system", "light", "dark"];
const root = document.documentElement;

function remembered(name, otherwise) {
  try { return localStorage.getItem(name) || otherwise; } catch { return otherwise; }
}

function remember(name, value) {
  try { localStorage.setItem(name, value); } catch { /* a page without storage forgets it */ }
}

function paint(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

paint(remembered("theme", "system"));

document.addEventListener("DOMContentLoaded", () => {
  themes();
  filters();
  pairs();
  keys();
});

function themes() {
  const button = document.getElementById("theme");
  let theme = remembered("theme", "system");
  const show = () => { button.querySelector("span").textContent = theme; };
  show();
  button.hidden = false;
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    remember("theme", theme);
    paint(theme);
    show();
  });
}

function filters() {
  const form = document.getElementById("filters");
  if (!form) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  const listed = [...document.querySelectorAll(".list > [data-rule]")];
  const cards = [...document.querySelectorAll(".card[data-rule]")];
  const output = form.querySelector(".count");
  const fits = (one, severities, state, rule) =>
    severities.has(one.dataset.severity) && (!state || one.dataset.state === state) && (!rule || one.dataset.rule === rule);
  const apply = () => {
    const chosen = new FormData(form);
    const severities = new Set(chosen.getAll("severity"));
    const [state, rule] = [chosen.get("state"), chosen.get("rule")];
    let shown = 0;
    for (const one of listed) {
      one.hidden = !fits(one, severities, state, rule);
      shown += !one.hidden;
    }
    const kept = new Set();
    for (const card of cards) {
      card.hidden = !fits(card, severities, state, rule);
      if (!card.hidden) kept.add(card.id);
    }
    for (const flag of document.querySelectorAll(".flag[data-of]")) flag.hidden = !kept.has(flag.dataset.of);
    output.textContent = `${shown} of ${listed.length} findings`;
  };
  form.addEventListener("change", apply);
  const asked = new URLSearchParams(location.search).get("rule");
  if (asked) form.elements.rule.value = asked;
  for (const link of document.querySelectorAll("[data-choose]"))
    link.addEventListener("click", () => { form.elements.rule.value = link.dataset.choose; apply(); });
  // a link to a finding that is filtered away shows it
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hidden) { form.reset(); apply(); target.scrollIntoView(); }
  };
  addEventListener("hashchange", reveal);
  apply();
  reveal();
}

// The cell and its place in the text are lit together; what is followed gets the focus.
function pairs() {
  const light = () => {
    for (const one of document.querySelectorAll(".active")) one.classList.remove("active");
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const href = `#${CSS.escape(target.id)}`;
    if (target.matches(".mark")) {
      for (const link of document.querySelectorAll(`.cells a[href="${href}"]`)) link.closest("td").classList.add("active");
    } else if (target.matches("td, .card")) {
      const link = target.querySelector('a.value, .excerpts a[href^="#source-"]');
      const mark = link && document.getElementById(link.hash.slice(1));
      if (mark) {
        mark.classList.add("active");
        if (getComputedStyle(document.querySelector(".source")).position === "sticky") mark.scrollIntoView({ block: "center" });
      }
    }
    target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", light);
  light();
}

// j and k go from finding to finding, s to the source of the one that is shown, f to the filters. Whoever speaks to the
// computer, or hits keys by chance, can switch them off (WCAG 2.1.4).
function keys() {
  const told = document.getElementById("keys");
  if (!told) return; // a page of one's own template, where nothing could switch them off
  const button = told.querySelector("button");
  let on = remembered("keys", "on") === "on";
  const show = () => { button.textContent = on ? "Switch the keys off" : "Switch the keys on"; };
  show();
  told.hidden = false;
  button.addEventListener("click", () => {
    on = !on;
    remember("keys", on ? "on" : "off");
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const shown = [...document.querySelectorAll(".card:not([hidden]), .overview .list > :not([hidden]) a")];
    const here = shown.findIndex((one) => one === document.activeElement || one.contains(document.activeElement));
    const go = (one) => {
      if (!one) return;
      if (one.id) location.hash = one.id;
      one.focus();
    };
    if (event.key === "j") go(shown[here + 1]);
    else if (event.key === "k") go(shown[here < 0 ? shown.length - 1 : here - 1]);
    else if (event.key === "f") document.querySelector("#filters input")?.focus();
    else if (event.key === "s") {
      const link = shown[here]?.querySelector('.excerpts a[href^="#source-"]');
      if (link) link.click();
    } else return;
    event.preventDefault();
  });
}
