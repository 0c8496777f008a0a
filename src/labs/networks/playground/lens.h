#pragma once

#include <vector>

#include "lab/output_data.h"
#include "labs/networks/playground/config.h"
#include "study/network_trainer.h"
#include "theory/landscape_plane.h"

namespace basin::playground {

/// A second look at the network that is being trained: its loss around the path it took, or its
/// tangent kernel on the training examples. Works in slices beside the training.
class Lens {
 public:
  explicit Lens(const VectorXd& theta);

  /// Once a step: remembers the path, and goes on with what is wanted.
  void watch(LensKind wanted, const NetworkData& data, NetworkTrainer& trainer);
  /// Other data: what was measured no longer holds.
  void forget();

  /// Loss on the plane of the path's first two principal components; without values before the
  /// third point of the path.
  FieldData landscape() const;
  /// Tangent kernel between up to 64 training examples, sorted by their targets.
  FieldData kernel() const;
  bool hasKernel() const { return now_.size() > 0; }
  /// Relative change of the kernel since it was first measured, and its alignment with the targets.
  double drift() const { return drift_; }
  double alignment() const { return alignment_; }
  /// Share of the path's variance in its plane; NaN before.
  double explained() const;

 private:
  void scanSlice(NetworkTrainer& trainer, Index examples);
  void measureKernel(const NetworkData& data, const NetworkTrainer& trainer);

  PathRecord path_{128};
  PathPlane ownPlane_;
  PlaneScan scan_, shown_;
  long long scannedAt_ = 0, measuredAt_ = -1;
  MatrixXd first_, now_;
  double drift_ = 0, alignment_ = 0;
};

}  // namespace basin::playground
