// Bytes and strings in and out of a WebAssembly heap.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Calls `use(pointer, length)` with a copy of `bytes` in the heap, and frees the copy. */
export function withBytes(module, bytes, use) {
  const pointer = module._malloc(Math.max(1, bytes.length));
  if (!pointer) throw new Error(`no memory for ${bytes.length} bytes`);
  try {
    module.HEAPU8.set(bytes, pointer);
    return use(pointer, bytes.length);
  } finally {
    module._free(pointer);
  }
}

/** Calls `use(...pointers)` with the strings as zero-terminated UTF-8. */
export function withStrings(module, strings, use, ...pointers) {
  if (strings.length === 0) return use(...pointers);
  const bytes = encoder.encode(String(strings[0]).replaceAll('\0', ' ') + '\0');
  return withBytes(module, bytes, (pointer) =>
    withStrings(module, strings.slice(1), use, ...pointers, pointer),
  );
}

/** Reads zero-terminated UTF-8. */
export function readString(module, pointer) {
  if (!pointer) return '';
  const heap = module.HEAPU8;
  return decoder.decode(heap.subarray(pointer, heap.indexOf(0, pointer)));
}
