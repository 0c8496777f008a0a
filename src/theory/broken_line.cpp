#include "theory/broken_line.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace basin {

namespace {

constexpr double kApart = 0.002;
constexpr double kSame = 1e-9;  // places that differ by rounding

double slopeAfter(const std::vector<Sample>& line, std::size_t i) {
  return (line[i + 1].y - line[i].y) / (line[i + 1].x - line[i].x);
}

}  // namespace

double totalVariation(const std::vector<Sample>& line) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) sum += std::abs(line[i + 1].y - line[i].y);
  return sum;
}

double totalBending(const std::vector<Sample>& line) {
  double sum = 0;
  for (std::size_t i = 0; i + 2 < line.size(); ++i) {
    sum += std::abs(slopeAfter(line, i + 1) - slopeAfter(line, i));
  }
  return sum;
}

VectorXd placesAround(const std::vector<Sample>& data, int pieces) {
  std::vector<double> x;
  for (int i = 0; i <= pieces; ++i) x.push_back(2.0 * i / pieces - 1);
  for (const Sample& datum : data) x.push_back(datum.x);
  std::ranges::sort(x);
  const auto same = std::ranges::unique(x, [](double a, double b) { return b - a < kSame; });
  x.erase(same.begin(), same.end());
  return Eigen::Map<VectorXd>(x.data(), std::ssize(x));
}

std::vector<Sample> lineOf(const VectorXd& x, const VectorXd& y) {
  std::vector<Sample> line;
  for (Index i = 0; i < x.size(); ++i) line.push_back({x[i], y[i]});
  return line;
}

VectorXd abscissae(const std::vector<Sample>& line) {
  VectorXd x(std::ssize(line));
  std::ranges::transform(line, x.begin(), &Sample::x);
  return x;
}

VectorXd ordinates(const std::vector<Sample>& line) {
  VectorXd y(std::ssize(line));
  std::ranges::transform(line, y.begin(), &Sample::y);
  return y;
}

std::vector<Sample> attackedLine(const std::vector<Sample>& data, int count, double amplitude) {
  std::vector<Sample> line = data;
  for (int i = 0; i < count; ++i) {
    const double x = std::round(1000 * ((2 * i + 1.0) / count - 1)) / 1000;
    const bool taken = std::ranges::any_of(
        data, [&](const Sample& datum) { return std::abs(datum.x - x) < kApart; });
    if (!taken) line.push_back({x, i % 2 == 0 ? amplitude : -amplitude});
  }
  std::ranges::sort(line, {}, &Sample::x);
  return line;
}

std::vector<Hinge> hingesOf(const std::vector<Sample>& line) {
  std::vector<Hinge> hinges;
  double before = 0;
  for (std::size_t j = 0; j + 1 < line.size(); ++j) {
    const double slope = slopeAfter(line, j);
    hinges.push_back({line[j].x, slope - before});
    before = slope;
  }
  return hinges;
}

Architecture brokenLineArchitecture(int corners) {
  CHECK(corners >= 2);
  Architecture architecture;
  architecture.widths = {1, corners - 1, 1};
  architecture.activation = Activation::Relu;
  return architecture;
}

VectorXd brokenLineParameters(const Layout& layout, const std::vector<Sample>& line) {
  VectorXd weights = VectorXd::Zero(layout.weightCount());
  CHECK(layout.layers()[0].out == static_cast<Index>(line.size()) - 1);
  const std::vector<Hinge> hinges = hingesOf(line);
  for (std::size_t j = 0; j < hinges.size(); ++j) {
    const auto unit = static_cast<Index>(j);
    weights[layout.weightIndex(0, unit, 0)] = 1;
    weights[layout.biasIndex(0, unit)] = -hinges[j].at;
    weights[layout.weightIndex(1, 0, unit)] = hinges[j].weight;
  }
  weights[layout.biasIndex(1, 0)] = line.front().y;
  return weights;
}

}  // namespace basin
