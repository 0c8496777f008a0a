#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/ensemble.h"
#include "labs/kernels/mean_field/networks.h"

namespace basin::mean_field {

/// A setting of the sweep.
struct Size {
  Scaling scaling = kMeanField;
  int n = 0;
};

/// What a run of the sweep gave.
struct Run {
  double positionMotion = 0, coefficientMotion = 0;
  double predictedMotion = 0;    ///< Tangent scaling: of the frozen kernel.
  std::vector<double> function;  ///< f_n at kAngles equally spaced angles.
  std::vector<double> loss;      ///< At sampleSteps().
};

inline constexpr int kAngles = 48;

/// Steps of training, first and last among them, after which losses of the sweep are kept.
std::vector<long> sampleSteps(const Config& config);

/// Trains one network; a diverged one is excluded. A job of an Ensemble.
class SweepRun {
 public:
  SweepRun(std::shared_ptr<const Networks> networks, const Size& size, std::uint64_t stream);
  bool advance();
  std::optional<Run> result() const;

 private:
  std::shared_ptr<const Networks> networks_;
  std::vector<long> sampleSteps_;
  std::unique_ptr<ParticleFlow> flow_;
  long steps_ = 0;
  int perSlice_;
  Run run_;
};

/// Losses of fresh starts (mean-field scaling) at one size, for the law of their mean. A job, too.
class StartDraws {
 public:
  StartDraws(std::shared_ptr<const Networks> networks, int n)
      : networks_(std::move(networks)), n_(n) {}
  bool advance();
  std::optional<std::vector<double>> result() const { return loss_; }

  static constexpr std::size_t kDraws = 400;

 private:
  std::shared_ptr<const Networks> networks_;
  int n_;
  std::vector<double> loss_;
};

/// The sweep over sizes in both scalings, scaling fastest; nothing for a start without chance.
Ensemble<Size, SweepRun> makeSweep(const std::shared_ptr<const Networks>& networks);
/// The draws that belong to it.
Ensemble<int, StartDraws> makeDraws(const std::shared_ptr<const Networks>& networks);

}  // namespace basin::mean_field
