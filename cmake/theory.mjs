// Theory pages: Markdown with $inline$ and $$displayed$$ LaTeX to an HTML fragment with MathML. {LAB.PRESET.SCALAR} is the
// number that this preset expects, to be quoted and not copied (src/app/panes/article.cpp reads the same).

const quotation = /\{([a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9-]+)\}/g;

/** A number as articles quote it: whole, or with three digits. */
const quoted = (value) => String(Number.isInteger(value) ? value : Number(value.toPrecision(3)));

/**
 * `numbers`: {name: value} of what articles quote as a Map, or null where no lab is there to tell them.
 *
 * Returns {render, css}: render(markdown) -> {html, problems: [{line, message}]}, and css() -> the rules that the pages rendered
 * so far need. `require` finds markdown-it and temml.
 */
export function makeTheory(require, numbers) {
  const MarkdownIt = require("markdown-it");
  const temml = require("temml");
  const markdown = new MarkdownIt({ html: false, typographer: false });

  // The page allows no style attributes: what temml puts there becomes a class.
  const classes = new Map();
  function classify(html) {
    return html.replace(/<(\w+)([^>]*?) style="([^"]*)"([^>]*)>/g, (all, tag, before, style, after) => {
      const rest = `${before}${after}`;
      if (style === "false" || style === "display:block math;") return `<${tag}${rest}>`;
      if (!classes.has(style)) classes.set(style, `tml-s${classes.size}`);
      const name = classes.get(style);
      if (/ class="/.test(rest)) return `<${tag}${rest.replace(/ class="/, ` class="${name} `)}>`;
      return `<${tag}${rest} class="${name}">`;
    });
  }

  function formula(tex, displayMode, line, env) {
    try {
      return classify(temml.renderToString(tex, { displayMode, throwOnError: true, annotate: false }));
    } catch (error) {
      const message = String(error.message).split("\n")[0].replace(/^.*ParseError:\s*/, "");
      env.problems.push({ line, message: `$${tex.trim()}$: ${message}` });
      return "";
    }
  }

  // Inline tokens carry no line; their block does, and the newlines before a formula give the rest.
  markdown.core.ruler.at("inline", (state) => {
    for (const token of state.tokens) {
      if (token.type !== "inline") continue;
      state.env.line = (token.map ? token.map[0] : 0) + 1;
      state.md.inline.parse(token.content, state.md, state.env, token.children);
    }
  });

  markdown.inline.ruler.before("escape", "formula", (state, silent) => {
    if (state.src[state.pos] !== "$") return false;
    const mark = state.src.startsWith("$$", state.pos) ? "$$" : "$";
    const start = state.pos + mark.length;
    let end = state.src.indexOf(mark, start);
    while (end > 0 && state.src[end - 1] === "\\") end = state.src.indexOf(mark, end + 1);
    const line = state.env.line + state.src.slice(0, state.pos).split("\n").length - 1;
    if (end <= start) {
      if (!silent) state.env.problems.push({ line, message: `${mark} opens a formula that never ends` });
      return false;
    }
    if (!silent) {
      const token = state.push("formula", "math", 0);
      token.content = state.src.slice(start, end);
      token.meta = { display: mark === "$$", line };
    }
    state.pos = end + mark.length;
    return true;
  });

  // $$ on lines of their own may hold blank lines and characters that Markdown would take for its own.
  markdown.block.ruler.before("fence", "displayed_formula", (state, first, last, silent) => {
    const text = (line) => state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
    if (text(first).trim() !== "$$") return false;
    if (silent) return true;
    let end = first + 1;
    while (end < last && text(end).trim() !== "$$") ++end;
    if (end === last) state.env.problems.push({ line: first + 1, message: "$$ opens a formula that never ends" });
    const token = state.push("formula", "math", 0);
    token.block = true;
    token.content = state.getLines(first + 1, end, 0, false);
    token.meta = { display: true, line: first + 1 };
    state.line = Math.min(end + 1, last);
    return true;
  }, { alt: ["paragraph", "reference", "blockquote", "list"] });

  markdown.renderer.rules.formula = (tokens, index, options, env) => {
    const { content, meta, block } = tokens[index];
    const html = formula(content, meta.display, meta.line, env);
    return block ? `<p>${html}</p>\n` : html;
  };

  const link = markdown.renderer.rules.link_open ?? ((tokens, i, options, env, self) => self.renderToken(tokens, i, options));
  markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
    if (/^https?:/.test(tokens[index].attrGet("href"))) {
      tokens[index].attrSet("target", "_blank");
      tokens[index].attrSet("rel", "noopener");
    }
    return link(tokens, index, options, env, self);
  };

  function render(text) {
    const env = { problems: [], line: 1 };
    const unknown = (name, offset) => {
      const line = text.slice(0, offset).split("\n").length;
      env.problems.push({ line, message: `{${name}}: no preset expects a number of that name` });
      return "";
    };
    const whole = text.replace(quotation, (all, name, offset) => {
      if (!numbers) return "…";
      return numbers.has(name) ? quoted(numbers.get(name)) : unknown(name, offset);
    });
    const html = markdown.render(whole, env);
    env.problems.sort((a, b) => a.line - b.line);
    return { html, problems: env.problems };
  }
  const css = () => [...classes].map(([style, name]) => `.${name} { ${style} }\n`).join("");
  return { render, css };
}
