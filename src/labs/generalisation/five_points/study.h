#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "lab/history.h"
#include "lab/lab.h"
#include "lab/memo.h"
#include "labs/generalisation/five_points/config.h"
#include "study/line_learner.h"
#include "theory/broken_line.h"
#include "theory/polynomial_kernel.h"

namespace basin::five_points {

inline constexpr int kDepths = 8, kDegrees = 40;
inline constexpr double kArrived = 1e-8;  ///< Mean squared error at which training stops.

/// The points, networks of all depths that learn them, polynomials of all degrees, and the
/// interpolant made for its wildness.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;

  /// Two steps of Adam for every network that has not ended.
  void step();
  bool finished() const;
  double progress() const;
  /// Steps of Adam.
  double time() const { return static_cast<double>(steps_); }
  std::string statusText() const;
  InputProblem inputProblem() const;
  void retune(const Config& config);
  std::vector<ParamChange> poke(const Poke& poke) const;

  const Config& config() const { return config_; }
  const std::vector<Sample>& data() const { return data_; }
  /// Points were moved while networks learnt them.
  bool moved() const { return changes_ > 0; }

  const LineLearner& learner(int depth) const { return learners_[at(depth)]; }
  bool arrived(int depth) const { return learner(depth).error() <= kArrived; }
  int arrivals() const;
  /// The function of a network, between and beyond the points.
  const std::vector<Sample>& network(int depth) const;
  /// Largest total variation of the eight.
  double mostVariation() const;
  /// Mean squared errors by depth over the steps.
  const History<kDepths>& errors() const { return errors_; }

  struct Polynomial {
    KernelPolynomial f;
    std::vector<Sample> line;
  };
  const Polynomial& polynomial(int degree) const;
  /// The least degree of which there are interpolants for any values.
  int interpolates() const { return static_cast<int>(data_.size()) - 1; }

  /// Corners of the constructed interpolant, and the network that computes it, on the data.
  struct Construction {
    std::vector<Sample> line;
    LineLearner network;
  };
  const Construction& construction() const;

 private:
  static std::size_t at(int number) { return static_cast<std::size_t>(number - 1); }
  bool ended(int depth) const;
  void record();

  Config config_;
  std::vector<Sample> data_;
  std::vector<LineLearner> learners_;
  long steps_ = 0;
  int changes_ = 0;  // of the points
  History<kDepths> errors_{400, PerOctave{32}};
  std::vector<Memo<std::pair<long, int>, std::vector<Sample>>> networks_{kDepths};
  Memo<std::string, std::vector<Polynomial>> polynomials_;
  Memo<std::tuple<std::string, int, double>, Construction> construction_;
};

}  // namespace basin::five_points
