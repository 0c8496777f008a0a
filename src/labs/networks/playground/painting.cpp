#include "labs/networks/playground/painting.h"

#include <algorithm>
#include <cmath>

#include "data/table.h"
#include "lab/param_text.h"

namespace basin::playground {

namespace {

// Painting keeps this distance between points, so that a stroke stays a handful of them.
constexpr double kBrushSpacing = 0.25;
constexpr double kEraserRadius = 0.35;
constexpr double kLargestSample = 10;

double place(const LabelledPoint& a, double x, double y) {
  return std::hypot(a.x - x, a.y - y);
}
double place(const Sample& a, double x, double y) {
  return std::hypot(a.x - x, a.y - y);
}

// Adds or erases as the gesture says; false when nothing changes.
template <class Item>
bool paint(std::vector<Item>& items, const Poke& poke, const Item& item) {
  const auto within = [&](double radius) {
    return [&poke, radius](const Item& other) { return place(other, poke.x, poke.y) < radius; };
  };
  switch (poke.kind) {
    case PokeKind::Erase:
      return std::erase_if(items, within(kEraserRadius)) > 0;
    case PokeKind::Release:
      return false;
    case PokeKind::Drag:
      if (std::any_of(items.begin(), items.end(), within(kBrushSpacing))) return false;
      break;
    case PokeKind::Press:
      break;
  }
  if (items.size() >= kMaxOwnPoints) return false;
  items.push_back(item);
  return true;
}

template <class Item>
void thin(std::vector<Item>& items) {
  const size_t count = items.size();
  if (count <= kMaxOwnPoints) return;
  for (size_t i = 0; i < kMaxOwnPoints; ++i) items[i] = items[i * count / kMaxOwnPoints];
  items.resize(kMaxOwnPoints);
}

void add(std::string& told, const std::string& sentence) {
  if (!told.empty()) told += ' ';
  told += sentence + ".";
}

// Scales one coordinate of all items to fill the plane, unless it does so more or less already;
// says so behind `told`.
template <class Item>
void fit(std::vector<Item>& items, double Item::*coordinate, const char* name, std::string& told) {
  double lo = items.front().*coordinate, hi = lo;
  for (const Item& item : items) {
    lo = std::min(lo, item.*coordinate);
    hi = std::max(hi, item.*coordinate);
  }
  const double reach = std::max(std::abs(lo), std::abs(hi));
  if (reach <= kPlaneExtent && hi - lo >= 0.3 * kPlaneExtent) return;
  constexpr double kFilled = 0.85 * kPlaneExtent;
  for (Item& item : items) {
    double& value = item.*coordinate;
    value = hi > lo ? ((value - lo) / (hi - lo) * 2 - 1) * kFilled : 0;
  }
  const std::string low = formatNumber(lo);
  if (hi > lo) {
    add(told, std::string(name) + " from " + low + " to " + formatNumber(hi) + " is scaled to ±" +
                  formatNumber(kFilled));
  } else {
    add(told, std::string(name) + " is " + low + " everywhere and drawn in the middle");
  }
}

std::string rowsTaken(std::size_t all) {
  if (all <= kMaxOwnPoints) return "All " + std::to_string(all) + " rows are taken.";
  return std::to_string(kMaxOwnPoints) + " of " + std::to_string(all) +
         " rows are taken, evenly spread.";
}

// Thins and fits the items of a table to the plane; what was done.
template <class Item>
std::string arrange(std::vector<Item>& items) {
  std::string told = rowsTaken(items.size());
  thin(items);
  fit(items, &Item::x, "x", told);
  fit(items, &Item::y, "y", told);
  return told;
}

void addColumnsAndClasses(const Table& table, std::string& told) {
  if (table.numbered) add(told, "The first column only counts the rows");
  if (table.samples.empty() && table.label != (table.numbered ? 4 : 3)) {
    add(told, "Column " + std::to_string(table.label) + " is taken for the label");
  }
  for (int i = 0; i < 2; ++i) {
    const std::string& name = table.classes[static_cast<std::size_t>(i)];
    const std::string number = std::to_string(i);
    if (!name.empty() && name != "'" + number + "'")
      add(told, "Class " + number + " stands for " + name);
  }
}

}  // namespace

std::vector<ParamChange> changesOf(const NetworkSetup& setup, const NetworkData& data,
                                   const Poke& poke) {
  if (!std::isfinite(poke.x) || !std::isfinite(poke.y)) return {};
  const double x = std::clamp(poke.x, -kPlaneExtent, kPlaneExtent);
  if (setup.classifies() && poke.output == "surface") {
    auto points = data.points;
    thin(points);
    const double y = std::clamp(poke.y, -kPlaneExtent, kPlaneExtent);
    if (!paint(points, poke, {x, y, poke.brush == 1 ? 1 : 0})) return {};
    return {{"dataset", static_cast<std::int64_t>(NetworkSetup::DataSet::Own)},
            {"points", writePoints(points)}};
  }
  if (setup.task == NetworkSetup::Task::Regression && poke.output == "fit") {
    auto samples = data.samples;
    thin(samples);
    const double y = std::clamp(poke.y, -kLargestSample, kLargestSample);
    if (!paint(samples, poke, {x, y})) return {};
    return {{"target", static_cast<std::int64_t>(NetworkSetup::Target::Own)},
            {"samples", writeSamples(samples)}};
  }
  return {};
}

Result<FileContent> readOwnData(std::string_view text) {
  auto read = readTable(text, TableKind::Either);
  if (!read) return Failure{read.error()};
  Table& table = read.value();
  if (!table.samples.empty()) {
    std::string told = arrange(table.samples);
    addColumnsAndClasses(table, told);
    return FileContent{{{"task", static_cast<std::int64_t>(NetworkSetup::Task::Regression)},
                        {"target", static_cast<std::int64_t>(NetworkSetup::Target::Own)},
                        {"samples", writeSamples(table.samples)}},
                       told};
  }
  if (table.points.empty()) return Failure{"the file holds no data"};
  std::string told = arrange(table.points);
  addColumnsAndClasses(table, told);
  return FileContent{{{"task", static_cast<std::int64_t>(NetworkSetup::Task::Classification)},
                      {"dataset", static_cast<std::int64_t>(NetworkSetup::DataSet::Own)},
                      {"points", writePoints(table.points)}},
                     told};
}

}  // namespace basin::playground
