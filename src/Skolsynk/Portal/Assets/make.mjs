// Makes the portal's static files: node make.mjs FOLDER_OF_NODE_MODULES OUTPUT_FOLDER
// What is asked for and is not there (a token, an icon) stops the build.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [, , packages, output] = process.argv;
const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(packages, "package.json"));

/** Name in the pages → file of Fluent System Icons, 20 px. */
const icons = {
  add: "add", back: "chevron_left", bars: "pause", building: "building", bulb: "info", check: "checkmark_circle",
  checkclock: "calendar_checkmark", clock: "clock", cross: "dismiss_circle", document: "document", eye: "eye", half: "circle_half_fill",
  hand: "hand_left", home: "home", key: "key", list: "text_bullet_list", menu: "navigation", next: "chevron_right",
  octagon: "prohibited", open: "open", paste: "clipboard_paste", people: "people", person: "person_circle", play: "play", plug: "plug_connected",
  ring: "circle", send: "arrow_right", shield: "shield", square: "square", sync: "arrow_sync", triangle: "warning", wrench: "wrench",
};

const rem = (value) => value.replace(/\b(\d+)px/g, (_, pixels) => `${pixels / 16}rem`);

function tokens(stylesheet) {
  const { webLightTheme, webDarkTheme } = require("@fluentui/tokens");
  const used = [...new Set([...stylesheet.matchAll(/var\(--([A-Za-z0-9]+)\)/g)].map((match) => match[1]))].sort();
  const unknown = used.filter((name) => !(name in webLightTheme));
  if (unknown.length > 0) throw new Error(`portal.css uses tokens that @fluentui/tokens lacks: ${unknown.join(", ")}`);
  const scaled = (name) => (/^(fontSize|lineHeight|spacing)/.test(name) ? rem : (value) => value);
  const lines = (theme, names) => names.map((name) => `--${name}:${scaled(name)(String(theme[name]))};`).join("");
  const differing = used.filter((name) => webLightTheme[name] !== webDarkTheme[name]);
  return `:root{color-scheme:light dark;${lines(webLightTheme, used)}}\n@media (prefers-color-scheme:dark){:root{${lines(webDarkTheme, differing)}}}\n`;
}

function sprite() {
  const symbols = Object.entries(icons).map(([name, file]) => {
    const svg = readFileSync(join(packages, "node_modules/@fluentui/svg-icons/icons", `${file}_20_regular.svg`), "utf8");
    const [, content] = svg.match(/<svg[^>]*>(.*)<\/svg>/s);
    return `<symbol id="${name}" viewBox="0 0 20 20">${content.replace(/ fill="[^"]*"/g, "")}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

mkdirSync(output, { recursive: true });
const stylesheet = readFileSync(join(here, "portal.css"), "utf8");
writeFileSync(join(output, "portal.css"), tokens(stylesheet) + stylesheet);
writeFileSync(join(output, "icons.svg"), sprite());
copyFileSync(join(here, "portal.js"), join(output, "portal.js"));
writeFileSync(join(output, "htmx.js"),
  readFileSync(join(packages, "node_modules/htmx.org/dist/htmx.min.js"), "utf8").replace(/\/\/# sourceMappingURL=.*\s*$/, ""));
