// Compresses files as far as it goes, once for every content: the results are kept in the cache.
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { cached, hash } from "./files.mjs";

const kinds = [
  {
    suffix: ".br",
    compress: (bytes, dense) => {
      const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
      return promisify(brotliCompress)(bytes, { params: { [BROTLI_PARAM_QUALITY]: dense ? 4 : 11, [BROTLI_PARAM_SIZE_HINT]: bytes.length } });
    },
  },
  { suffix: ".gz", compress: (bytes) => promisify(gzip)(bytes, { level: 9 }) },
];

/** Whether a file is of a kind that is not compressed in itself. */
export const isCompressible = (path) => /\.(html|css|m?js|json|webmanifest|svg|txt|csv|ts|ttf|wasm)$/.test(path);

/** The ways a file is offered compressed: [{suffix, bytes}]. What is `dense`, little can be won of, and little time is spent on. */
export function compressed(bytes, dense = false) {
  return Promise.all(kinds.map(async ({ suffix, compress }) => ({
    suffix,
    bytes: await cached("compressed", hash(bytes) + suffix, () => compress(bytes, dense)),
  })));
}
