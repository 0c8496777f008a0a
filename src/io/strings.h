#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace basin {

/// A language of the interface: its tag in the address, and what its speakers call it.
struct Language {
  std::string_view locale;
  std::string_view name;
};

/// All of them, English first.
std::span<const Language> languages();

/// The language meant by a tag such as "de-CH": "de"; "qps-long" and "qps-rtl" (made up, for tests)
/// mean themselves. Empty when there is none.
std::string_view languageOf(std::string_view tag);

/// Marks a text for the list of strings; it is translated where it is drawn.
inline std::string phrase(std::string text) { return text; }
constexpr std::string_view phrase(const char* text) { return text; }

/// The words of the interface in the reader's language. English is the key; `{1}`, `{2}`, ... in a
/// key are holes that match any text. web/words/strings.mjs does the same for the page.
class Strings {
 public:
  /// English: every text stays as it is.
  Strings() = default;

  /// A language with its table, JSON {"texts": {English: translation}}. Made-up languages need none.
  static Result<Strings> read(std::string_view locale, std::string_view json);

  const std::string& locale() const { return locale_; }

  /// A text as labs and app compose it in English, translated as a whole or by its sentences, with
  /// what its holes catch; unchanged where the table has nothing for it.
  std::string tr(std::string_view text) const;
  /// A text with holes, filled with values that are translated themselves.
  std::string tr(std::string_view text, std::initializer_list<std::string_view> values) const;

  /// Texts kept for the next time.
  std::size_t cached() const { return cache_.size(); }
  static constexpr std::size_t kMostCached = 2000;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  template <class Value>
  using Table = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  /// A key taken apart: its literal parts, and the number of the hole behind each.
  struct Template {
    std::string key;
    std::vector<std::string> literals;
    std::vector<int> holes;
    std::size_t length = 0;  ///< Of the literal parts, in characters.
    bool breaks = false;     ///< It is more than one sentence.
  };
  using Found = std::pair<bool, std::string>;
  /// How a text is held against the templates.
  struct Manner {
    bool stopped = false;  ///< It ends with a stop.
    bool several = false;  ///< It is more than one sentence.
    bool clauses = false;  ///< Holes catch whole clauses.
  };

  void index();
  std::string made(std::string_view text) const;
  std::string sign(std::string_view text) const;
  Found find(std::string_view text, int depth) const;
  Found simple(std::string_view text, int depth) const;
  Found match(std::string_view text, Manner how, int depth) const;
  Found join(const std::vector<std::string_view>& parts, std::string_view between,
             int depth) const;
  std::string fill(const Template& form, const std::vector<std::string_view>& values,
                   int depth) const;

  std::string locale_ = "en";
  Table<std::string> texts_;
  std::vector<Template> templates_;     ///< Those with the most literal characters first.
  Table<std::size_t> shapes_;           ///< Keys with all holes taken for numbers.
  mutable Table<std::string> cache_;
};

}  // namespace basin
