#include "base/result.h"

#include <doctest/doctest.h>

#include <memory>

using namespace basin;

TEST_CASE("result: a value or a message") {
  const auto half = [](int n) -> Result<int> {
    if (n % 2 != 0) return Failure{"odd"};
    return n / 2;
  };
  CHECK(half(6).ok());
  CHECK(half(6).value() == 3);
  CHECK(half(6).error().empty());
  CHECK_FALSE(half(5));
  CHECK(half(5).error() == "odd");
  // Values that cannot be copied move through.
  Result<std::unique_ptr<int>> owned = std::make_unique<int>(4);
  CHECK(*std::move(owned).value() == 4);
  CHECK(Result<void>().ok());
  CHECK(Result<void>(Failure{"no"}).error() == "no");
  CHECK_FALSE(Result<void>(Failure{""}).ok());
}
