#include "io/url.h"

#include <algorithm>
#include <array>

#include "io/strings.h"
#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin {

namespace {

constexpr std::array<std::string_view, 9> kUrlKeys = {
    "lab", "preset", "seed", "play", "embed", "show", "goal", "theme", "locale"};
constexpr std::array<std::string_view, 10> kCommandKeys = {
    "steps", "json", "csv", "from", "vary", "seeds", "jobs", "shard", "metric", "help"};
constexpr std::size_t kMostNotes = 12;
constexpr std::size_t kLongestHash = 64 * 1024;
constexpr std::size_t kLongestGoal = 2000;

struct Pair {
  std::string key;
  std::string value;
  bool hasValue = false;
};

bool isUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~,:;*()!/@").find(c) != std::string_view::npos;
}

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool isLocale(std::string_view tag) {
  if (tag.size() < 2 || tag.size() > 35) return false;
  std::size_t run = 0;
  for (char c : tag) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c == '-') {
      if (run == 0) return false;
      run = 0;
    } else if (!letter && !(c >= '0' && c <= '9')) {
      return false;
    } else if (++run > 8) {
      return false;
    }
  }
  return run > 0;
}

class Reader {
 public:
  UrlState read(std::string_view hash) {
    split(hash);
    guess_ = pairs_;
    chooseLab();
    if (lab_) choosePreset();
    for (const Pair& pair : pairs_) apply(pair);
    if (guessed_) state_.guess = joined(guess_);
    if (dropped_ > 0) state_.notes.push_back("and " + std::to_string(dropped_) + " more");
    return std::move(state_);
  }

  std::string labOf(std::string_view hash) {
    split(hash);
    const Pair* pair = find("lab");
    return pair ? pair->value : std::string();
  }

 private:
  void note(const std::string& text) {
    if (state_.notes.size() < kMostNotes) {
      state_.notes.push_back(oneLine(text));
    } else {
      ++dropped_;
    }
  }

  void split(std::string_view hash) {
    if (!hash.empty() && (hash.front() == '#' || hash.front() == '?')) hash.remove_prefix(1);
    if (hash.size() > kLongestHash) {
      note("the address is too long; its end is left out");
      hash = hash.substr(0, kLongestHash);
    }
    while (!hash.empty()) {
      const std::string_view item = hash.substr(0, hash.find('&'));
      hash.remove_prefix(std::min(hash.size(), item.size() + 1));
      if (item.empty()) continue;
      const auto equals = item.find('=');
      const bool hasValue = equals != std::string_view::npos;
      Pair pair{validUtf8(percentDecode(item.substr(0, equals))),
                hasValue ? validUtf8(percentDecode(item.substr(equals + 1))) : "", hasValue};
      const auto same = std::ranges::find(pairs_, pair.key, &Pair::key);
      if (same == pairs_.end()) {
        pairs_.push_back(std::move(pair));
      } else {
        note(quote(pair.key) + " is given twice; the last value is used");
        *same = std::move(pair);
      }
    }
  }

  const Pair* find(std::string_view key) const {
    const auto it = std::ranges::find(pairs_, key, &Pair::key);
    return it == pairs_.end() ? nullptr : &*it;
  }

  void chooseLab() {
    const Pair* pair = find("lab");
    if (!pair || pair->value.empty()) return;
    lab_ = findLab(pair->value);
    if (lab_) {
      state_.lab = lab_->id;
      return;
    }
    std::vector<std::string_view> ids;
    for (const LabCard& card : labCards()) ids.push_back(card.id);
    note("there is no lab " + quote(pair->value) + suggestion(*pair, &Pair::value, ids));
  }

  void choosePreset() {
    state_.params = firstParams(*lab_);
    const Pair* pair = find("preset");
    if (!pair) return;
    if (const Preset* preset = findPreset(*lab_, pair->value)) {
      state_.preset = preset->id;
      state_.params = presetParams(*lab_, *preset);
      return;
    }
    std::vector<std::string_view> ids;
    for (const Preset& preset : lab_->presets) {
      if (!preset.hidden) ids.push_back(preset.id);
    }
    note("preset: there is no preset " + quote(pair->value) + suggestion(*pair, &Pair::value, ids));
  }

  static std::string joined(const std::vector<Pair>& pairs) {
    std::string hash;
    for (const Pair& pair : pairs) {
      hash += (hash.empty() ? "" : "&") + percentEncode(pair.key);
      if (pair.hasValue) hash += '=' + percentEncode(pair.value);
    }
    return hash;
  }

  /// Asks for the id nearest to the key or value of a pair, and takes it into the guess.
  std::string suggestion(const Pair& pair, std::string Pair::*word,
                         const std::vector<std::string_view>& ids) {
    const std::string nearest = nearestWord(pair.*word, ids);
    if (nearest.empty()) return "";
    if (word != &Pair::key || !find(nearest)) {
      guess_[static_cast<std::size_t>(&pair - pairs_.data())].*word = nearest;
      guessed_ = true;
    }
    return didYouMean(nearest);
  }

  static std::string didYouMean(const std::string& word) {
    return word.empty() ? "" : "; did you mean '" + word + "'?";
  }

  void apply(const Pair& pair) {
    if (pair.key == "lab" || pair.key == "preset") return;
    if (pair.key == "seed") return applySeed(pair);
    if (pair.key == "play") return applySwitch(pair, [&](bool on) { state_.play = on; });
    if (pair.key == "embed") return applySwitch(pair, [&](bool on) { state_.embed = on; });
    if (pair.key == "show") return applyShow(pair);
    if (pair.key == "goal") return applyGoal(pair);
    if (pair.key == "theme") return applyTheme(pair);
    if (pair.key == "locale") return applyLocale(pair);
    if (lab_) return applyParam(pair);
    if (!find("lab")) note(quote(pair.key) + " is ignored because no lab is named");
  }

  void applySeed(const Pair& pair) {
    if (parseCount(pair.value, state_.seed)) return;
    note("seed: " + quote(pair.value) + " is not a whole number from 0 to " +
         std::to_string(kMaxSeed) + "; it stays " + std::to_string(state_.seed));
  }

  template <class Set>
  void applySwitch(const Pair& pair, Set set) {
    const std::string& text = pair.value;
    if (text == "1" || text == "true" || text == "on" || text == "yes" || !pair.hasValue) {
      set(true);
    } else if (text == "0" || text == "false" || text == "off" || text == "no") {
      set(false);
    } else {
      note(pair.key + ": " + quote(text) + " is not 1 or 0");
    }
  }

  void applyShow(const Pair& pair) {
    std::string_view rest = pair.value;
    while (!rest.empty()) {
      const std::string_view id = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), id.size() + 1));
      if (id.empty() || !lab_) continue;
      if (paramIndex(*lab_, id) < 0) {
        note("show: " + unknownParam(id) + didYouMean(nearestWord(id, knownKeys())));
      } else if (std::ranges::find(state_.show, id) == state_.show.end()) {
        state_.show.emplace_back(id);
      }
    }
  }

  // Its grammar is the page's business (web/embed/tasks.mjs), which also says what cannot be read.
  void applyGoal(const Pair& pair) {
    if (pair.value.empty()) {
      note("goal: it asks for nothing; write for instance goal=step>=100");
    } else if (pair.value.size() > kLongestGoal) {
      note("goal: it is longer than " + std::to_string(kLongestGoal) + " bytes and is left out");
    } else {
      state_.goal = oneLine(pair.value);
    }
  }

  void applyTheme(const Pair& pair) {
    if (pair.value == "light") {
      state_.theme = Theme::Light;
    } else if (pair.value == "dark") {
      state_.theme = Theme::Dark;
    } else if (pair.value != "auto") {
      note("theme: " + quote(pair.value) + " is not light, dark or auto");
    }
  }

  void applyLocale(const Pair& pair) {
    if (pair.value.empty()) return;
    const bool known = isLocale(pair.value) && !languageOf(pair.value).empty();
    state_.locale = known ? pair.value : "en";
    if (!isLocale(pair.value)) {
      note("locale: " + quote(pair.value) + " is not a language tag such as en or de-CH");
    } else if (!known) {
      note("locale: " + quote(pair.value) + " is not a language of this page; English is shown");
    }
  }

  std::string unknownParam(std::string_view id) const {
    return std::string(lab_->id) + " has no parameter " + quote(id);
  }

  std::vector<std::string_view> knownKeys() const {
    std::vector<std::string_view> ids;
    for (const ParamDef& def : lab_->params) ids.push_back(def.id);
    ids.insert(ids.end(), kUrlKeys.begin(), kUrlKeys.end());
    return ids;
  }

  void applyParam(const Pair& pair) {
    const int index = paramIndex(*lab_, pair.key);
    if (index < 0) return note(unknownParam(pair.key) + suggestion(pair, &Pair::key, knownKeys()));
    const ParamDef& def = lab_->params[index];
    ParamValue& present = state_.params[index];
    const auto parsed = parseValue(def, pair.value);
    if (!parsed.ok()) {
      std::vector<std::string_view> ids;
      for (const Choice& choice : def.choices) ids.push_back(choice.id);
      return note(parsed.error() + "; it stays " + shown(def, present) +
                  suggestion(pair, &Pair::value, ids));
    }
    const auto error = rangeError(def, parsed.value());
    present = error ? clampValue(def, parsed.value()) : parsed.value();
    if (error) note(*error + "; it is set to " + shown(def, present));
  }

  static std::string shown(const ParamDef& def, const ParamValue& value) {
    const std::string text = formatValue(def, value);
    return def.kind == ParamKind::Text || text.size() > 40 ? quote(text) : text;
  }

  UrlState state_;
  const LabDef* lab_ = nullptr;
  std::vector<Pair> pairs_;
  std::vector<Pair> guess_;
  bool guessed_ = false;
  std::size_t dropped_ = 0;
};

}  // namespace

bool isReservedKey(std::string_view key) {
  return std::ranges::find(kUrlKeys, key) != kUrlKeys.end() ||
         std::ranges::find(kCommandKeys, key) != kCommandKeys.end();
}

std::string percentEncode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (char c : text) {
    if (isUnreserved(c)) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return encoded;
}

std::string percentDecode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size();
    const int high = escape ? hexDigit(text[i + 1]) : -1;
    const int low = escape ? hexDigit(text[i + 2]) : -1;
    if (high >= 0 && low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

UrlState parseUrlHash(std::string_view hash) {
  return Reader().read(hash);
}

std::string labOfUrlHash(std::string_view hash) {
  return Reader().labOf(hash);
}

std::string formatUrlHash(const UrlState& state) {
  std::string hash;
  const auto add = [&](std::string_view key, std::string_view value) {
    if (!hash.empty()) hash += '&';
    hash += percentEncode(key) + '=' + percentEncode(value);
  };
  const LabDef* lab = findLab(state.lab);
  if (lab) {
    add("lab", state.lab);
    const Preset* preset = findPreset(*lab, state.preset);
    if (preset && preset != &lab->presets.front()) add("preset", preset->id);
    const auto base = preset ? presetParams(*lab, *preset) : firstParams(*lab);
    for (std::size_t i = 0; i < base.size() && i < state.params.size(); ++i) {
      if (state.params[i] != base[i]) {
        add(lab->params[i].id, formatValue(lab->params[i], state.params[i]));
      }
    }
  }
  if (state.seed != kDefaultSeed) add("seed", std::to_string(state.seed));
  if (state.play) add("play", *state.play ? "1" : "0");
  if (state.embed) add("embed", "true");
  if (lab && !state.show.empty()) {
    std::string list;
    for (const std::string& id : state.show) list += (list.empty() ? "" : ",") + id;
    add("show", list);
  }
  if (lab && !state.goal.empty()) add("goal", state.goal);
  if (state.theme != Theme::Auto) add("theme", state.theme == Theme::Dark ? "dark" : "light");
  if (!state.locale.empty()) add("locale", state.locale);
  return hash;
}

std::string formatUrlHash(const Recipe& recipe) {
  UrlState state;
  state.lab = recipe.lab;
  state.params = recipe.params;
  state.seed = recipe.seed;
  const LabDef* lab = findLab(recipe.lab);
  if (const Preset* preset = lab ? presetOf(*lab, recipe.params) : nullptr) {
    state.preset = preset->id;
  }
  return formatUrlHash(state);
}

}  // namespace basin
