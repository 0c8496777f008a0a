// A host of static sites for the tests: it serves the installed folder under a prefix, compressed
// files where they lie ready, and headers as the folder's own _headers file asks.
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { listen, typeOf } from './server.mjs';

/** Rules of a _headers file: [{path, headers}]. */
function rulesOf(folder) {
  const rules = [];
  for (const line of readFileSync(join(folder, '_headers'), 'utf8').split('\n')) {
    if (line.startsWith('/')) rules.push({ path: line.trim(), headers: {} });
    else if (/^\s+\S/.test(line)) {
      const [name, ...value] = line.trim().split(':');
      rules.at(-1).headers[name] = value.join(':').trim();
    }
  }
  return rules;
}

function headersFor(path, rules) {
  const fits = (rule) =>
    rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path;
  return Object.assign({}, ...rules.filter(fits).map(({ headers }) => headers));
}

/**
 * Serves `folder` under `prefix` ('/some/prefix/') on a free port of localhost. `policy` is sent with
 * everything. `answered` collects {path, status, headers, sent}: the path below the prefix, and the
 * bytes of the body as they were sent.
 */
export async function host(folder, prefix, { policy } = {}) {
  const rules = rulesOf(folder);
  const answered = [];
  const answer = async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const inside = pathname.startsWith(prefix);
    const path = inside ? normalize(pathname.slice(prefix.length) || 'index.html') : pathname;
    const headers = inside ? headersFor(`/${path}`, rules) : {};
    if (policy) headers['Content-Security-Policy'] = policy;
    const done = (status, body) => {
      answered.push({ path, status, headers, sent: body.length });
      response.writeHead(status, headers).end(body);
    };
    const file = join(folder, path);
    if (!inside || !existsSync(file)) return done(404, 'not found');
    headers['Content-Type'] = typeOf(path);
    const small = existsSync(`${file}.br`) && /\bbr\b/.test(request.headers['accept-encoding']);
    if (small) headers['Content-Encoding'] = 'br';
    return done(200, await readFile(small ? `${file}.br` : file));
  };
  const { origin, close } = await listen(answer);
  return { answered, origin, url: `${origin}${prefix}`, close };
}
