#pragma once

#include <cstdint>
#include <memory>

#include "labs/kernels/mean_field/config.h"
#include "theory/mean_field.h"

namespace basin::mean_field {

/// What stands in front of the sum over the units: 1/n, or 1/sqrt n.
enum Scaling { kMeanField, kTangent };
inline constexpr Scaling kScalings[] = {kMeanField, kTangent};

/// Highest mode of the units on the circle.
inline constexpr int kModes = 6;
/// What a slice of work may cost, in nanoseconds, roughly.
inline constexpr double kSlice = 3e6;

/// The networks that a configuration and a seed stand for: units, target and starts.
class Networks {
 public:
  Networks(const Config& config, std::uint64_t seed);

  /// As set; the plane has one start and no restrictions, the circle's settings mean nothing there.
  const Config& config() const { return config_; }
  const UnitModel& model() const { return *model_; }
  /// The model on the circle; null in the plane.
  const TorusModel* torus() const { return torus_.get(); }
  /// Loss that no network can fall below.
  double floor() const { return torus_ ? torus_->floor() : 0; }

  /// A network of n units from the start that the stream draws.
  std::unique_ptr<ParticleFlow> flow(Scaling scaling, int n, std::uint64_t stream) const;
  /// The mean-field limit from the distribution of the starts.
  std::unique_ptr<ParticleFlow> limit() const;
  /// E loss at the start for size n in the mean-field scaling, exactly.
  double expectedStartLoss(int n) const;

  /// Angles at which kernels are held: exact on the circle.
  int gridPoints() const { return torus_ ? 64 : 96; }
  /// What a step of n units costs, in nanoseconds, roughly.
  double stepCost(double n) const { return torus_ ? 80 * n : 3 * n * n + 60 * n; }

 private:
  Particles evenStart(Index n) const;

  Config config_;
  std::uint64_t seed_;
  std::shared_ptr<const TorusModel> torus_;
  std::shared_ptr<const UnitModel> model_;
};

}  // namespace basin::mean_field
