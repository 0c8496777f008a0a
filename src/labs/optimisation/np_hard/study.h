#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ensemble.h"
#include "lab/lab.h"
#include "lab/memo.h"
#include "labs/optimisation/np_hard/config.h"
#include "theory/halfspace_and.h"
#include "theory/set_splitting.h"

namespace basin::np_hard {

/// What became of a network: whether its hard and its soft answers fit all examples, whether the
/// first one, the origin of a set system, is all it gets wrong, and its losses at Study::marks().
struct Run {
  bool fits = false, softFits = false, onlyOrigin = false;
  std::vector<double> losses;
};

/// One network on its way.
class Trial {
 public:
  Trial(const LabelledInputs& data, const Config& config, int width, const std::vector<long>& marks,
        const Rng& rng);

  /// So many steps, or as many as are left.
  void run(long steps);
  bool advance();
  std::optional<Run> result() const;
  const HalfspaceAnd& net() const { return net_; }
  const std::vector<double>& losses() const { return losses_; }
  bool ended() const { return net_.steps() >= stepLimit_; }

 private:
  const LabelledInputs* data_;
  HalfspaceAnd net_;
  double rate_;
  long stepLimit_;
  const std::vector<long>* marks_;
  std::vector<double> losses_;
};

/// Divisions tried until the search ends among n elements: where every two are a subset, and where
/// neighbours are.
struct Growth {
  int elements = 0;
  HalfspaceSearch pairs, chain;
};

/// The network shown, runs at all widths, and the search for a fit.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);
  Study(const Study&) = delete;

  void step();
  bool finished() const;
  double progress() const;
  double time() const { return static_cast<double>(shown_.net().steps()); }
  std::string statusText() const;

  const Config& config() const { return config_; }
  /// Nothing for exclusive or.
  const std::optional<SetSystem>& system() const { return system_; }
  /// Why the reader's subsets are not used; empty when all is well.
  InputProblem inputProblem() const { return {"subsets", problem_}; }
  const LabelledInputs& data() const { return data_; }
  const Trial& shown() const { return shown_; }
  const Ensemble<int, Trial>& sweep() const { return sweep_; }
  /// Steps at which losses are kept.
  const std::vector<long>& marks() const { return marks_; }

  /// Half-spaces it takes at least, by theory and by a search; 0: none is enough.
  int predictedLeast() const { return predictedLeast_; }
  int foundLeast() const;
  const HalfspaceSearch& search() const { return search_; }
  /// For n from 2 to 8.
  const std::vector<Growth>& growth() const;
  /// The index of a width among the sweep's settings, and the runs there that fit.
  std::size_t placeOf(int width) const;
  Share successes(int width, bool Run::*which = &Run::fits) const;
  bool possible(int width) const { return predictedLeast_ > 0 && width >= predictedLeast_; }

  /// Examples that the shown network gets wrong.
  Index wrong() const { return wrongExamples(data_, shown_.net().weights()); }
  /// The half-space of the shown network that cuts off an example furthest; -1: none does.
  int cutBy(Index example) const;
  /// Random networks that keep the origin and cut off all elements of a subset by one half-space,
  /// and how many of them keep the subset: none can.
  struct OneColour {
    long cases = 0, broken = 0;
  };
  const OneColour& oneColour() const;

 private:
  Config config_;
  std::uint64_t seed_;
  std::string problem_;
  std::optional<SetSystem> system_;
  LabelledInputs data_;
  int predictedLeast_;
  std::vector<long> marks_;
  Trial shown_;
  Ensemble<int, Trial> sweep_;
  HalfspaceSearch search_;
  Memo<bool, int> foundLeast_;
  Memo<bool, std::vector<Growth>> growth_;
  Memo<bool, OneColour> oneColour_;
};

}  // namespace basin::np_hard
