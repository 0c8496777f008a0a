// Every article as a page of its own with the lab in it: what a link from elsewhere leads to, and what prints.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { document, escaped } from "./course.mjs";

/** Links of an article start at the page that shows it beside the lab. */
const moved = (html, up) =>
  html.replace(/ href="([^"]*)"/g, (all, target) => {
    if (target.startsWith("#")) return ` href="${up}index.html${target}"`;
    return /^[a-z]+:/.test(target) ? all : ` href="${up}${target}"`;
  });

/** The lab as it begins; its drawn picture stands there on paper and where no scripts run. */
const figure = (lab, locale, up) => `<figure class="lab">
<basin-lab lab="${lab}" locale="${locale}" loading="lazy"></basin-lab>
<a class="still" href="${up}index.html#lab=${lab}"><img src="${up}posters/${lab}.svg" alt="" loading="lazy"></a>
</figure>`;

/** Writes SITE/articles/NAME.html for the article `name` ("saddle" or "de/saddle") whose rendered Markdown is `html`. */
export function writeArticle(name, html, site) {
  const lab = posix.basename(name);
  if (!existsSync(join(site, "posters", `${lab}.svg`))) return; // A build without the core has no labs to show.
  const locale = name.includes("/") ? posix.dirname(name) : "en";
  const up = "../".repeat(name.split("/").length);
  const title = /<h1>([^]*?)<\/h1>/.exec(html)?.[1].replace(/<[^>]*>/g, "") ?? lab;
  // Behind what the article begins with: its claim comes first, then the lab that shows it.
  const [head, ...rest] = moved(html, up).split(/(?=<h2>)/);
  const body = [head, figure(lab, locale, up), ...rest]
    .join("\n")
    .replace(/<p>(<math[^]*?<\/math>)<\/p>/g, '<p class="display">$1</p>');
  const path = join(site, "articles", `${name}.html`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, document(escaped(title), body, { up, lang: locale }));
}
