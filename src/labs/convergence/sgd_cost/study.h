#pragma once

#include <string>
#include <vector>

#include "labs/convergence/sgd_cost/networks.h"
#include "labs/convergence/sgd_cost/race.h"

namespace basin::sgd_cost {

/// Flop of one example's gradient in a network, counted.
struct Work {
  int hiddenLayers = 1, width = 1;
  double weights = 0, flop = 0;
};

/// The race of batch sizes, networks trained beside it, and the work of gradients counted.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);

  void step();
  bool finished() const { return race_.finished() && networks_.finished(); }
  double progress() const { return finished() ? 1 : race_.progress(); }
  /// Samples that the slowest batch size still running has seen.
  double time() const { return race_.samples(); }
  std::string statusText() const;

  const Config& config() const { return config_; }
  const Race& race() const { return race_; }
  const Networks& networks() const { return networks_; }
  const std::vector<Work>& work() const { return work_; }

 private:
  Config config_;
  Race race_;
  Networks networks_;
  std::vector<Work> work_;
};

}  // namespace basin::sgd_cost
