#pragma once

#include <string>
#include <vector>

#include "base/ensemble.h"
#include "lab/history.h"
#include "lab/lab.h"
#include "lab/memo.h"
#include "labs/tying/weight_sharing/students.h"

namespace basin::weight_sharing {

/// The shared Hessian's eigenvalues on a line through the teacher, and the least and largest of all
/// over the plane that is drawn.
struct Curvatures {
  std::vector<double> at, least, largest;  ///< On the line, at multiples of u_0.
  double leastOfAll = 0, largestOfAll = 0;
};

/// Both students of the shown pair, and a sweep over the number of blocks.
class Study {
 public:
  using Sweep = Ensemble<int, PairJob>;

  Study(const Config& config, std::uint64_t seed);

  /// Steps of the shown students, a fortieth of those made, so that every decade takes as long; and
  /// a slice of the sweep.
  void step();
  bool finished() const { return shownEnded() && sweep_.finished(); }
  double progress() const;
  /// Steps of descent of the shown students.
  double time() const { return static_cast<double>(steps_); }
  std::string statusText() const;
  /// The pointer on either surface: a start there.
  std::vector<ParamChange> poke(const Poke& poke) const;

  const Config& config() const { return config_; }
  const Student& free() const { return free_; }
  const Student& shared() const { return shared_; }
  bool shownEnded() const { return free_.ended() && shared_.ended(); }
  const Sweep& sweep() const { return sweep_; }

  /// Of the free student: loss, rho, |dF/dw'|, and its place in the plane; from step 0 on.
  enum Column { kLoss, kRho, kGradient, kAlong, kAcross };
  const History<5>& freeTrace() const { return freeTrace_; }
  /// Of the shared student, every step of its run: loss, |w_0 - u_0|, and its place in the plane.
  enum SharedColumn { kSharedLoss, kDistance, kSharedAlong, kSharedAcross };
  const History<4>& sharedTrace() const { return sharedTrace_; }

  /// Least of F - floor over the free student's steps, and largest of |dF/dw'| over its bound.
  double leastAboveFloor() const { return leastAboveFloor_; }
  double largestGradientShare() const { return largestGradientShare_; }
  /// Largest of |w_0 - u_0| over what strong convexity allows at that step; 0 before the first.
  double largestDistanceShare() const { return largestDistanceShare_; }
  const Curvatures& curvatures() const;

  /// F over the plane of target and start, of either student; made once.
  const FieldData& freeField() const;
  const FieldData& sharedField() const;

 private:
  void measureFree();
  void measureShared();

  Config config_;
  Student free_, shared_;
  Sweep sweep_;
  long steps_ = 0;
  History<5> freeTrace_{1024, PerOctave{64}};
  History<4> sharedTrace_{1024, PerOctave{64}};
  double leastAboveFloor_, largestGradientShare_ = 0, largestDistanceShare_ = 0;
  Memo<bool, Curvatures> curvatures_;
  Memo<bool, FieldData> freeField_, sharedField_;
};

/// Where a shared student stands in the plane of u_0 and its start, in lengths of u_0.
PlanePoint sharedPoint(const Student& shared);

}  // namespace basin::weight_sharing
