#include "support/allocation_counter.h"

#include <atomic>
#include <cstddef>
#include <cstdlib>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define BASIN_OTHER_ALLOCATOR
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define BASIN_OTHER_ALLOCATOR
#endif

// The C library's allocator is replaced by one that counts and passes on; both libraries publish
// their own functions under a second name for this purpose.
#if defined(__EMSCRIPTEN__)
#define BASIN_REAL(name) emscripten_builtin_##name
#elif defined(__GLIBC__) && !defined(BASIN_OTHER_ALLOCATOR)
#define BASIN_REAL(name) __libc_##name
#endif

namespace {
std::atomic<long long> allocations{0};
}

#ifdef BASIN_REAL

extern "C" {
void* BASIN_REAL(malloc)(size_t);
void* BASIN_REAL(calloc)(size_t, size_t);
void* BASIN_REAL(realloc)(void*, size_t);
void* BASIN_REAL(memalign)(size_t, size_t);

void* malloc(size_t size) {
  ++allocations;
  return BASIN_REAL(malloc)(size);
}
void* calloc(size_t count, size_t size) {
  ++allocations;
  return BASIN_REAL(calloc)(count, size);
}
void* realloc(void* old, size_t size) {
  ++allocations;
  return BASIN_REAL(realloc)(old, size);
}
void* aligned_alloc(size_t alignment, size_t size) {
  ++allocations;
  return BASIN_REAL(memalign)(alignment, size);
}
}

long long basin::tests::allocationCount() { return allocations; }

#else

long long basin::tests::allocationCount() { return -1; }

#endif
