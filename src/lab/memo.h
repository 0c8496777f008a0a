#pragma once

#include <optional>
#include <utility>

namespace basin {

/// A value made from a study when it is first asked for, and again once its key is another one:
/// what several outputs share, or what a picture costs. The study's own course never depends on it.
/// Like a session it belongs to one thread at a time.
template <class Key, class Value>
class Memo {
 public:
  template <class Make>
  const Value& get(const Key& key, Make&& make) const {
    if (!key_ || !(*key_ == key)) {
      value_.emplace(std::forward<Make>(make)());
      key_ = key;
    }
    return *value_;
  }
  void forget() { key_.reset(); }

 private:
  mutable std::optional<Key> key_;
  mutable std::optional<Value> value_;
};

}  // namespace basin
