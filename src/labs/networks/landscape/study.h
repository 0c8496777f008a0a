#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "labs/networks/landscape/config.h"
#include "linalg/spectral_density.h"
#include "study/network_trainer.h"
#include "theory/critical_points.h"
#include "theory/interpolation.h"
#include "theory/landscape_plane.h"

namespace basin::landscape {

/// A loss, a path on it, and what is measured of both, in slices.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);

  /// A few milliseconds of training, scanning, spectrum, interpolation or search, in this order.
  void step();
  /// Takes over another view; only the plane is made anew.
  void retune(const Config& config);

  enum class Phase { Train, Scan, Spectrum, Second, Connect, Search, Done };
  Phase phase() const { return phase_; }
  bool finished() const { return phase_ == Phase::Done; }
  bool diverged() const { return diverged_; }
  double progress() const;
  /// Steps of training made on the path.
  double time() const;
  std::string statusText() const { return problem_; }
  InputProblem inputProblem() const {
    return trainer_ ? trainer_->inputProblem(data_) : InputProblem{};
  }
  /// Why the run ended before everything was measured; empty when all is well.
  const std::string& problem() const { return problem_; }

  const Config& config() const { return config_; }
  Objective<double>& objective() const { return *objective_; }
  bool onNetwork() const { return config_.subject == Subject::Network; }
  /// The Hessian is continuous: differences of the loss show it.
  bool smooth() const { return !onNetwork() || config_.network.isSmooth(); }
  /// Where the path ended; empty while it has not.
  const VectorXd& end() const { return end_; }
  double endValue() const { return endValue_; }
  const std::vector<VectorXd>& path() const { return path_.points(); }
  /// Shares of the variance of the path's offsets from its end or its mean; empty before.
  const std::vector<double>& explained() const { return ownPlane_.explained; }

  const PlaneScan& scan() const { return scan_; }
  bool scanned() const { return scan_.side() > 0 && scan_.done(); }
  /// u^T H u at the plane's origin by the Hessian-vector product, and by differences of the loss;
  /// NaN where these change with the distance between the points that they are taken from.
  double curvature() const { return curvature_; }
  double differenceCurvature() const { return differenceCurvature_; }
  /// How much the two may differ.
  double curvatureTolerance() const { return 1e-4 * (1 + std::abs(curvature_)); }

  const SpectralDensity& density() const { return density_; }
  bool probed() const { return density_.probes() >= config_.probes; }
  /// Widening of the density: sigma of the spectrum's range.
  double widening() const;
  /// For few parameters the exact Hessian at the end: trace/n, the standard deviation of one probe
  /// of it, and the largest eigenvalue; NaN without.
  double exactTrace() const { return exactTrace_; }
  double probeDeviation() const { return probeDeviation_; }
  double exactLargest() const { return exactLargest_; }

  /// Two solutions are sought and connected.
  bool connects() const { return onNetwork() || config_.subject == Subject::Product; }
  /// Straight line and trained curve between two solutions; empty before.
  const Interpolation& line() const { return line_; }
  const Interpolation& curve() const { return curve_; }
  const VectorXd& secondEnd() const { return secondEnd_; }
  const VectorXd& control() const { return control_; }

  /// Critical points are searched for smooth losses of few parameters.
  bool searchable() const;
  /// The critical point next to the end, null before or where there are too many parameters.
  const CriticalPlace* critical() const { return searched_ ? &search_->place() : nullptr; }
  /// The search ended where the gradient vanishes.
  bool foundCritical() const { return searched_ && search_->place().gradientNorm < 1e-6; }

 private:
  Phase nextPhase() const;
  void fail(std::string why);
  bool trainNetwork(NetworkTrainer& trainer, PathRecord* path);
  void trainSlice();
  void finishTraining();
  View possibleView() const;
  void makePlane();
  void measureCurvature(const LandscapePlane& plane);
  void scanSlice();
  void spectrumSlice();
  void exactHessian();
  void secondSlice();
  void connectSlice();
  void searchSlice();

  Config config_;
  std::uint64_t seed_;
  NetworkData data_;
  std::unique_ptr<NetworkTrainer> trainer_, second_;
  std::unique_ptr<Objective<double>> toy_;
  Objective<double>* objective_ = nullptr;
  Phase phase_ = Phase::Train;
  std::string problem_;
  bool diverged_ = false;
  VectorXd theta_, end_, secondEnd_, control_;
  double endValue_, curvature_, differenceCurvature_;
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

}  // namespace basin::landscape
