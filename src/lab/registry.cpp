#include "lab/registry.h"

#include <algorithm>
#include <cctype>
#include <deque>
#include <set>
#include <tuple>

#include "base/check.h"
#include "lab/param_text.h"

namespace basin {

namespace {

// Function-local storage exists before the first static registration, whatever the link order.
struct Registry {
  std::deque<LabDef> storage;
  std::vector<const LabDef*> sorted;
  std::vector<LabCard> cards;
  bool cardsSet = false;
};

Registry& registry() {
  static Registry instance;
  return instance;
}

bool isKebabCase(std::string_view id) {
  return !id.empty() && id.front() != '-' && id.back() != '-' &&
         std::ranges::all_of(id, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

void checkDef(const LabDef& lab) {
  CHECK(isKebabCase(lab.id), "lab id is not kebab-case: ", lab.id);
  CHECK(!findLab(lab.id), "two labs have the id ", lab.id);
  CHECK(lab.newConfig || !lab.defaults.empty(), "lab without a Config: ", lab.id);
  CHECK(lab.outputs.size() <= 64, "lab with more than 64 outputs: ", lab.id);
  CHECK(!lab.outputs.empty() && !lab.presets.empty(), "lab without outputs or presets: ", lab.id);
  // Keys of the address and flags of the command line.
  std::set<std::string_view> ids{"lab",  "seed",  "seeds",  "play", "steps",  "preset", "embed",
                                 "show", "theme", "locale", "json", "csv",    "from",   "vary",
                                 "jobs", "shard", "metric", "help", "version"};
  for (const ParamDef& def : lab.params) {
    CHECK(isKebabCase(def.id) && ids.insert(def.id).second, "bad parameter id: ", def.id);
    CHECK(def.range.lo <= def.range.hi, "empty range: ", def.id);
    CHECK(def.range.scale == Scale::Linear || def.range.lo > 0, "log scale from 0: ", def.id);
  }
  ids.clear();
  for (const OutputDef& def : lab.outputs) {
    CHECK(isKebabCase(def.id) && ids.insert(def.id).second, "bad output id: ", def.id);
  }
  for (const Preset& preset : lab.presets) {
    CHECK(isKebabCase(preset.id), "bad preset id: ", preset.id);
    const auto params = presetParams(lab, preset);
    for (std::size_t i = 0; i < params.size(); ++i) {
      const auto error = rangeError(lab.params[i], params[i]);
      CHECK(!error, "preset ", preset.id, ": ", error.value_or(""));
    }
    CHECK(preset.picture.empty() || outputIndex(lab, preset.picture) > 0, "preset ", preset.id,
          " shows what is no output, or the first one: ", preset.picture);
    for (const Expected& expected : preset.expected) {
      const int output = outputIndex(lab, expected.scalar);
      CHECK(output >= 0 && lab.outputs[output].kind == OutputKind::Scalar, "preset ", preset.id,
            " expects something of no scalar: ", expected.scalar);
    }
  }
}

}  // namespace

bool registerLab(LabDef def) {
  if (def.newConfig) {
    def.defaults = defaultParams(def);
    for (Preset& preset : def.presets) preset.values = presetParams(def, preset);
  }
  checkDef(def);
  if (def.newConfig) def.irrelevant = irrelevantParams(def, def.presets.front().values);
  Registry& all = registry();
  all.sorted.push_back(&all.storage.emplace_back(std::move(def)));
  std::ranges::sort(all.sorted, {},
                    [](const LabDef* lab) { return std::tuple(lab->group, lab->year, lab->id); });
  return true;
}

const std::vector<const LabDef*>& labs() {
  return registry().sorted;
}

LabCard cardOf(const LabDef& lab) {
  return {.id = std::string(lab.id),
          .title = std::string(lab.title),
          .claim = std::string(lab.claim),
          .group = lab.group,
          .year = lab.year,
          .authors = std::string(lab.authors),
          .kind = lab.kind,
          .order = lab.order,
          .level = lab.level,
          .minutes = lab.minutes,
          .keywords = {lab.keywords.begin(), lab.keywords.end()}};
}

const std::vector<LabCard>& labCards() {
  Registry& all = registry();
  if (!all.cardsSet && all.cards.size() != all.sorted.size()) {
    all.cards.clear();
    for (const LabDef* lab : all.sorted) all.cards.push_back(cardOf(*lab));
  }
  return all.cards;
}

void setLabCards(std::vector<LabCard> cards) {
  registry().cards = std::move(cards);
  registry().cardsSet = true;
}

const LabCard* findCard(std::string_view id) {
  for (const LabCard& card : labCards()) {
    if (card.id == id) return &card;
  }
  return nullptr;
}

const LabDef* findLab(std::string_view id) {
  for (const LabDef* lab : labs()) {
    if (lab->id == id) return lab;
  }
  return nullptr;
}

std::string_view groupName(Group group) {
  switch (group) {
    case Group::Optimisation:
      return "Optimisation";
    case Group::Landscapes:
      return "Landscapes";
    case Group::Convergence:
      return "Convergence";
    case Group::Tying:
      return "Tying";
    case Group::Kernels:
      return "Kernels";
    case Group::Approximation:
      return "Approximation";
    case Group::Generalisation:
      return "Generalisation";
    case Group::Features:
      return "Features";
    case Group::Networks:
      return "Networks";
  }
  return {};
}

std::string shelfName(Group group) {
  std::string name(groupName(group));
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

int paramIndex(const LabDef& lab, std::string_view id) {
  for (std::size_t i = 0; i < lab.params.size(); ++i) {
    if (lab.params[i].id == id) return static_cast<int>(i);
  }
  return -1;
}

int outputIndex(const LabDef& lab, std::string_view id) {
  for (std::size_t i = 0; i < lab.outputs.size(); ++i) {
    if (lab.outputs[i].id == id) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace basin
