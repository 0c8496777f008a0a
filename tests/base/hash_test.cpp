#include "base/hash.h"

#include <doctest/doctest.h>

#include <vector>

using namespace basin;

TEST_CASE("hash: published FNV-1a values") {
  const auto hashText = [](std::string_view text) {
    return hashBytes(std::as_bytes(std::span(text.data(), text.size())));
  };
  CHECK(hashText("") == 0xcbf29ce484222325ull);
  CHECK(hashText("a") == 0xaf63dc4c8601ec8cull);
  CHECK(hashText("foobar") == 0x85944171f73967e8ull);
}

TEST_CASE("hash: chunks do not matter, order and seed do") {
  Hasher whole, parts, swapped, seeded(1);
  whole.add(std::string_view("gradient descent"));
  parts.add(std::string_view("gradient "));
  parts.add(std::string_view("descent"));
  swapped.add(std::string_view("descent"));
  swapped.add(std::string_view("gradient "));
  seeded.add(std::string_view("gradient descent"));
  CHECK(whole.digest() == parts.digest());
  CHECK(whole.digest() != swapped.digest());
  CHECK(whole.digest() != seeded.digest());
  Hasher one, two;
  one.add(1.5);
  one.add(2.5);
  const std::vector<double> both = {1.5, 2.5};
  two.add(std::span<const double>(both));
  CHECK(one.digest() == two.digest());
}
