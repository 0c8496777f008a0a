#include "labs/networks/playground/painting.h"

#include <algorithm>
#include <cmath>

#include "data/table.h"

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

// Scales one coordinate of all items to fill the plane, unless it does so more or less already.
template <class Item>
void fit(std::vector<Item>& items, double Item::*coordinate) {
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

Result<std::vector<ParamChange>> readOwnData(std::string_view text) {
  const int columns = countColumns(text);
  if (columns == 0) return Failure{"the file holds no data"};
  if (columns == 2) {
    auto read = readSamples(text);
    if (!read) return Failure{read.error()};
    auto samples = std::move(read.value());
    if (samples.empty()) return Failure{"the file holds a heading but no data"};
    thin(samples);
    fit(samples, &Sample::x);
    fit(samples, &Sample::y);
    return std::vector<ParamChange>{
        {"task", static_cast<std::int64_t>(NetworkSetup::Task::Regression)},
        {"target", static_cast<std::int64_t>(NetworkSetup::Target::Own)},
        {"samples", writeSamples(samples)}};
  }
  auto read = readPoints(text);
  if (!read) return Failure{read.error()};
  auto points = std::move(read.value());
  if (points.empty()) return Failure{"the file holds a heading but no data"};
  thin(points);
  fit(points, &LabelledPoint::x);
  fit(points, &LabelledPoint::y);
  return std::vector<ParamChange>{
      {"task", static_cast<std::int64_t>(NetworkSetup::Task::Classification)},
      {"dataset", static_cast<std::int64_t>(NetworkSetup::DataSet::Own)},
      {"points", writePoints(points)}};
}

}  // namespace basin::playground
