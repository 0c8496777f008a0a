#include "labs/kernels/mean_field/sweep.h"

#include <algorithm>
#include <numbers>

#include "labs/kernels/mean_field/frozen_kernel.h"

namespace basin::mean_field {

namespace {

constexpr long kSamples = 40;
// Streams of the session's generator. They are told apart by size, not by place in the sweep, and
// both scalings of a replica start alike.
constexpr std::uint64_t kDrawStream = 42, kRunStream = 1000;

}  // namespace

std::vector<long> sampleSteps(const Config& config) {
  const long all = stepsOf(config), count = std::min(all, kSamples);
  std::vector<long> steps;
  for (long i = 0; i <= count; ++i) steps.push_back(all * i / count);
  return steps;
}

SweepRun::SweepRun(std::shared_ptr<const Networks> networks, const Size& size, std::uint64_t stream)
    : networks_(std::move(networks)),
      sampleSteps_(sampleSteps(networks_->config())),
      flow_(networks_->flow(size.scaling, size.n, stream)),
      perSlice_(static_cast<int>(kSlice / networks_->stepCost(size.n)) + 1) {
  if (size.scaling == kTangent) {
    run_.predictedMotion = FrozenKernel(*networks_, *flow_).positionMotion(sampleSteps_.back());
  }
}

bool SweepRun::advance() {
  for (int k = 0; k < perSlice_; ++k) {
    if (steps_ == sampleSteps_[run_.loss.size()]) run_.loss.push_back(flow_->loss());
    if (run_.loss.size() == sampleSteps_.size()) return true;
    flow_->step(networks_->config().rate);
    ++steps_;
  }
  return false;
}

std::optional<Run> SweepRun::result() const {
  if (flow_->diverged()) return std::nullopt;
  Run run = run_;
  run.positionMotion = flow_->positionMotion();
  run.coefficientMotion = flow_->coefficientMotion();
  for (int p = 0; p < kAngles; ++p) {
    run.function.push_back(flow_->output(2 * std::numbers::pi * p / kAngles));
  }
  return run;
}

bool StartDraws::advance() {
  for (int k = 0; k < 25; ++k) {
    const std::uint64_t stream = kDrawStream + kRunStream * (loss_.size() + 1) * 1000 +
                                 static_cast<std::uint64_t>(n_);
    loss_.push_back(networks_->flow(kMeanField, n_, stream)->loss());
  }
  return loss_.size() >= kDraws;
}

Ensemble<Size, SweepRun> makeSweep(const std::shared_ptr<const Networks>& networks) {
  const Config& c = networks->config();
  if (c.start == Start::Even) return {};
  std::vector<Size> sizes;
  for (int n = 16; n <= (networks->torus() ? 256 : 128); n *= 2) {
    for (const Scaling scaling : kScalings) sizes.push_back({scaling, n});
  }
  const auto make = [networks](const Size& size, int replica, const Rng&) {
    const auto r = static_cast<std::uint64_t>(replica);
    return SweepRun(networks, size, kRunStream * (r + 1) + static_cast<std::uint64_t>(size.n));
  };
  return {std::move(sizes), c.runs, Rng(0), make, Streams::Paired, Making::FirstSlice};
}

Ensemble<int, StartDraws> makeDraws(const std::shared_ptr<const Networks>& networks) {
  const Config& c = networks->config();
  if (c.start == Start::Even || c.runs == 0) return {};
  const auto make = [networks](int n, int, const Rng&) { return StartDraws(networks, n); };
  return {{16, 64}, 1, Rng(0), make, Streams::Paired, Making::FirstSlice};
}

}  // namespace basin::mean_field
