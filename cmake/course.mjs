// Chapters for courses: Markdown as in the articles, with labs in it, to pages of their own.
//
//   ```lab
//   lab="saddle" seed="1" controls="start-y"         attributes of <basin-lab>, as many lines as they take
//   still="saddle.webp"                              a picture beside the chapter, for paper and where no scripts run
//
//   **Task.** What the reader is asked for, as Markdown.
//   ```
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const fence = /^```lab\n([\s\S]*?)^```$/gm;
/** Attributes that say how the element behaves, not what is shown. */
const manners = new Set(["still", "goal", "controls", "loading"]);

export const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function figure(source, number, render, report) {
  const [head, ...rest] = source.split(/\n\n/);
  const pairs = [...head.matchAll(/([a-z][a-z0-9-]*)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const attributes = new Map(pairs);
  for (const needed of ["lab", "still"]) if (!attributes.has(needed)) report(`a lab without ${needed}="..."`);
  const caption = render(rest.join("\n\n"));
  const shown = pairs.filter(([name]) => name !== "still").map(([name, value]) => `${name}="${escaped(value)}"`);
  const still = escaped(attributes.get("still") ?? "");
  const hash = pairs.filter(([name]) => !manners.has(name)).map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  return `<figure class="lab" id="experiment-${number}">
<basin-lab ${shown.join(" ")} poster="${still}"></basin-lab>
<a class="still" href="../index.html#${escaped(hash)}"><img src="${still}" alt="The lab as it begins; opens it on a page of its own." loading="lazy"></a>
<figcaption>${caption}</figcaption>
</figure>`;
}

/** A page to be read: `up` leads from its folder to the site's. */
export const document = (title, body, { up = "../", lang = "en" } = {}) => `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} (Basin)</title>
<link rel="icon" href="${up}icons/icon.svg">
<link rel="stylesheet" href="${up}basin.css">
<link rel="stylesheet" href="${up}course/course.css">
<script src="${up}basin-lab.js" data-own defer></script>
<script type="module" src="${up}offline/reading.mjs"></script>
</head>
<body>
<header><a href="${up}index.html">Basin</a></header>
<main>
${body}</main>
<footer></footer>
</body>
</html>
`;

/** Writes SITE/course from `folder`; returns what is wrong, as "file:line: message". `render` and `css` are makeTheory's. */
export function writeCourse(folder, site, { render, css }) {
  const errors = [];
  if (!existsSync(folder)) return errors;
  const target = join(site, "course");
  mkdirSync(target, { recursive: true });
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".md")) {
      cpSync(join(folder, file), join(target, file));
      continue;
    }
    const report = (line, message) => errors.push(`web/course/${file}:${line}: ${message}`);
    const labs = [];
    // The lines stay where they are, for messages about what is around the labs.
    const text = readFileSync(join(folder, file), "utf8").replace(fence, (all, source, offset, whole) => {
      const line = whole.slice(0, offset).split("\n").length;
      const inner = (markdown) => {
        const { html, problems } = render(markdown);
        for (const { message } of problems) report(line, message);
        return html;
      };
      labs.push(figure(source, labs.length + 1, inner, (message) => report(line, message)));
      return `LAB-${labs.length}${"\n".repeat(all.split("\n").length - 1)}`;
    });
    const { html, problems } = render(text);
    for (const { line, message } of problems) report(line, message);
    const title = /^# (.*)$/m.exec(text)?.[1] ?? basename(file, ".md");
    const body = html
      .replace(/<p>LAB-(\d+)<\/p>/g, (all, number) => labs[number - 1])
      .replace(/<p>(<math[^]*?<\/math>)<\/p>/g, '<p class="display">$1</p>');
    writeFileSync(join(target, `${basename(file, ".md")}.html`), document(escaped(title), body));
  }
  appendFileSync(join(target, "course.css"), css());
  return errors;
}
