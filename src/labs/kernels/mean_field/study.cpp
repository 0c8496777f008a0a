#include "labs/kernels/mean_field/study.h"

#include <algorithm>
#include <optional>

namespace basin::mean_field {

namespace {

constexpr std::uint64_t kShownStream = 41;

}  // namespace

Study::Study(const Config& config, std::uint64_t seed)
    : networks_(std::make_shared<const Networks>(config, seed)),
      limit_(networks_->limit()),
      limitLoss_{limit_->loss()},
      allSteps_(stepsOf(config)),
      sweep_(makeSweep(networks_)),
      draws_(makeDraws(networks_)) {
  for (const Scaling s : kScalings) {
    shown_[s].flow = networks_->flow(s, config.particles, kShownStream);
    record(shown_[s]);
  }
  kernel_ = std::make_unique<FrozenKernel>(*networks_, *shown_[kTangent].flow);
}

void Study::record(Shown& shown) const {
  shown.loss.push_back(shown.flow->loss());
  const Particles& now = shown.flow->now();
  const Index n = std::min(now.size(), kTrails), d = now.y.rows();
  VectorXd point(n * (1 + d));
  point << now.c.head(n), now.y.leftCols(n).reshaped();
  shown.path.add(point);
}

void Study::step() {
  if (diverged_) return;
  if (!shownFinished()) {
    shownSlice();
  } else if (!draws_.finished()) {
    draws_.step();
  } else {
    sweep_.step();
  }
}

void Study::shownSlice() {
  const double cost = 2 * networks_->stepCost(config().particles) +
                      networks_->stepCost(static_cast<double>(limit_->start().size()));
  const int count = std::clamp(static_cast<int>(kSlice / cost), 1, 4);
  for (int k = 0; k < count && !shownFinished() && !diverged_; ++k) {
    for (Shown& shown : shown_) {
      shown.flow->step(config().rate);
      record(shown);
      if (shown.flow->diverged()) diverged_ = true;
    }
    limit_->step(config().rate);
    limitLoss_.push_back(limit_->loss());
    ++steps_;
  }
}

double Study::progress() const {
  const double shown = static_cast<double>(steps_) / static_cast<double>(allSteps_);
  return studyProgress(finished(), shown, sweep_.done(), sweep_.size(), 0.4);
}

const std::array<LawData, 2>& Study::closedForms() const {
  return closedForms_.get(steps_, [&] {
    std::array<LawData, 2> losses;
    for (const Scaling s : kScalings) {
      const ParticleFlow& flow = *shown_[s].flow;
      losses[s] = {.predicted = shown_[s].loss.back(),
                   .measured = model().lossOverInputs(flow.now().y, flow.amplitude(),
                                                      torus() ? networks_->gridPoints() : 4096)};
    }
    return losses;
  });
}

double Study::imbalance() const {
  const ParticleFlow& flow = *shown_[kMeanField].flow;
  const auto balance = [](const Particles& p) {
    return VectorXd(p.c.cwiseAbs2() - p.y.colwise().squaredNorm().transpose());
  };
  return (balance(flow.now()) - balance(flow.start())).cwiseAbs().dot(flow.start().weight);
}

double Study::imbalanceBound() const {
  return config().rate * shown_[kMeanField].flow->dissipated();
}

std::vector<ValuesAt> Study::variances(Scaling s) const {
  std::vector<ValuesAt> all = sweepOf(s, &Run::positionMotion);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool enough = all[i].values.size() > 1;
    all[i].values.clear();
    if (!enough) continue;
    double sum = 0;
    for (std::size_t p = 0; p < kAngles; ++p) {
      sum += sweep_.variance(2 * i + s, [p](const Run& run) { return run.function[p]; });
    }
    all[i].values.push_back(sum / kAngles);
  }
  return all;
}

std::vector<double> Study::meanLoss(std::size_t setting) const {
  const auto runs = sweep_.results(setting);
  std::vector<double> mean(runs.front()->loss.size());
  for (std::size_t t = 0; t < mean.size(); ++t) {
    for (const Run* run : runs) mean[t] += run->loss[t];
    mean[t] /= static_cast<double>(runs.size());
  }
  return mean;
}

int Study::excluded() const {
  int count = 0;
  for (std::size_t i = 0; i < sweep_.settings().size(); ++i) count += sweep_.excluded(i);
  return count;
}

}  // namespace basin::mean_field
