#pragma once

namespace basin::tests {

/// Heap allocations (malloc and its relatives, which operator new and Eigen end up in) of the whole
/// process so far; -1 where they cannot be counted, as under a sanitizer.
long long allocationCount();

}  // namespace basin::tests
