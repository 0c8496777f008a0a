#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lab/history.h"
#include "lab/lab.h"
#include "lab/memo.h"
#include "labs/networks/playground/config.h"
#include "labs/networks/playground/input_grid.h"
#include "labs/networks/playground/lens.h"
#include "labs/networks/playground/monitor.h"

namespace basin::playground {

/// A network in training, its curvature watched, its data in the reader's hands.
class Study {
 public:
  Study(const Config& config, std::uint64_t seed);

  /// One optimiser step with its share of what is measured beside it; nothing without data.
  void step();
  /// Live parameters: rates, own data, lens, step limit.
  void retune(const Config& config);

  bool diverged() const { return !diverged_.empty(); }
  bool finished() const { return steps_ >= config_.network.stepLimit; }
  bool ended() const { return diverged() || finished(); }
  double progress() const;
  std::string statusText() const;
  InputProblem inputProblem() const { return trainer_->inputProblem(data_); }
  std::vector<ParamChange> poke(const Poke& poke) const;
  Result<FileContent> readFile(std::string_view text) const;

  const NetworkSetup& setup() const { return config_.network; }
  LensKind lensKind() const { return config_.lens; }
  const NetworkData& data() const { return data_; }
  const NetworkTrainer& trainer() const { return *trainer_; }
  const VectorXd& theta() const { return trainer_->theta(); }
  const Monitor& monitor() const { return monitor_; }
  const Lens& lens() const { return lens_; }
  long long steps() const { return steps_; }
  /// Of the last step's gradient; NaN before the first.
  double gradientNorm() const { return gradientNorm_; }

  /// What the training looked like where steps began.
  enum Column { kTrainLoss, kTestLoss, kGradientNorm };
  const History<3>& history() const { return history_; }

  /// At the present parameters; NaN without examples, accuracies in regression, too.
  struct Scores {
    double trainLoss, testLoss, trainAccuracy, testAccuracy;
  };
  const Scores& scores() const;

  /// What the network answers over the input space.
  const InputGrid& grid() const { return *grid_; }
  const InputGrid::Answers& answers() const;

 private:
  void judgeEnd();

  Config config_;
  std::uint64_t seed_;
  NetworkData data_;
  std::unique_ptr<NetworkTrainer> trainer_;
  Monitor monitor_;
  std::unique_ptr<InputGrid> grid_;
  Lens lens_;
  VectorXd before_;
  History<3> history_{512};
  double gradientNorm_;
  long long steps_ = 0;
  std::string diverged_;  // why
  Memo<long long, Scores> scores_;
  Memo<long long, InputGrid::Answers> answers_;
};

}  // namespace basin::playground
