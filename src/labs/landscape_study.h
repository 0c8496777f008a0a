#pragma once

#include <memory>
#include <string>
#include <vector>

#include "labs/landscape.h"
#include "labs/playground_model.h"
#include "linalg/spectral_density.h"
#include "theory/critical_points.h"
#include "theory/interpolation.h"
#include "theory/landscape_plane.h"

namespace basin {

/// A loss, a path on it, and what is measured of both, in slices.
class LandscapeStudy {
 public:
  LandscapeStudy(const LandscapeConfig& config, std::uint64_t seed);

  /// A few milliseconds of training, scanning, spectrum, interpolation or search, in this order.
  void step();
  /// Takes over another view; only the plane is made anew.
  void retune(const LandscapeConfig& config);

  enum class Phase { Train, Scan, Spectrum, Second, Connect, Search, Done };
  Phase phase() const { return phase_; }
  double progress() const;
  /// Why there is nothing to see, or why training ended early; empty when all is well.
  const std::string& problem() const { return problem_; }

  const LandscapeConfig& config() const { return config_; }
  Objective<double>& objective() const { return *objective_; }
  bool onNetwork() const { return config_.subject == LandscapeSubject::Network; }
  /// The Hessian is continuous: differences of the loss show it.
  bool smooth() const { return !onNetwork() || playgroundIsSmooth(config_); }
  /// Where the path ended.
  const VectorXd& end() const { return end_; }
  double endValue() const { return endValue_; }
  const std::vector<VectorXd>& path() const { return path_.points(); }
  /// Shares of the variance of the path's offsets from its end or its mean; empty before.
  const std::vector<double>& explained() const { return ownPlane_.explained; }

  const PlaneScan& scan() const { return scan_; }
  /// u^T H u at the plane's origin by the Hessian-vector product, and by differences of the loss.
  double curvature() const { return curvature_; }
  double differenceCurvature() const { return differenceCurvature_; }

  const SpectralDensity& density() const { return density_; }
  /// Widening of the density: sigma of the spectrum's range.
  double widening() const;
  /// For few parameters the exact Hessian at the end: trace/n, the standard deviation of one probe
  /// of it, and the largest eigenvalue; NaN without.
  double exactTrace() const { return exactTrace_; }
  double probeDeviation() const { return probeDeviation_; }
  double exactLargest() const { return exactLargest_; }

  /// Straight line and trained curve between two solutions; empty before.
  const Interpolation& line() const { return line_; }
  const Interpolation& curve() const { return curve_; }
  const VectorXd& secondEnd() const { return secondEnd_; }
  const VectorXd& control() const { return control_; }

  /// Critical points are searched for smooth losses of few parameters.
  bool searchable() const;
  /// The critical point next to the end, null before or where there are too many parameters.
  const CriticalPlace* critical() const { return searched_ ? &search_->place() : nullptr; }

 private:
  Phase nextPhase() const;
  void makeSubject();
  void finishTraining();
  void makePlane();
  void trainSlice();
  void spectrumSlice();
  void exactHessian();
  void searchSlice();
  bool trainPlayground(PlaygroundTrainer& trainer, bool record);

  LandscapeConfig config_;
  std::uint64_t seed_;
  PlaygroundData data_;
  std::unique_ptr<PlaygroundTrainer> trainer_, second_;
  std::unique_ptr<Objective<double>> own_;
  Objective<double>* objective_ = nullptr;
  Phase phase_ = Phase::Train;
  std::string problem_;
  VectorXd theta_, end_, secondEnd_, control_;
  double endValue_ = 0, curvature_ = 0, differenceCurvature_ = 0;
  double exactTrace_, probeDeviation_, exactLargest_;
  PathRecord path_{161};
  int taken_ = 0, connectSteps_ = 0;
  PathPlane ownPlane_;
  PlaneScan scan_;
  SpectralDensity density_;
  Lanczos<double> lanczos_;
  bool probing_ = false;
  Rng probeRng_, curveRng_;
  Interpolation line_, curve_;
  std::unique_ptr<CriticalSearch> search_;
  bool searched_ = false;
};

}  // namespace basin
