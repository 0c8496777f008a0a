#include "labs/convergence/wide_linear/study.h"

#include <algorithm>
#include <cmath>

#include "linalg/decompositions.h"
#include "study/sweep_pictures.h"

namespace basin::wide_linear {

namespace {

// Below this part of the first loss nothing is told apart from rounding.
constexpr double kRounding = 1e-20;
constexpr double kSlice = 12e6;  // multiplications

enum Stream { kData = 51, kShown, kSweep };

double costOf(int factors, int width) {
  return 3.0 * factors * width * width * kInputs + 1e4;
}

}  // namespace

Law lawOf(const Config& config, const WideLinearData& data, int factors) {
  const double rate = config.rate * wideLinearRate(factors, kOutputs, data.largest);
  return {
      .rate = rate,
      .provedFactor = provedFactor(rate, factors, kOutputs, data.smallest),
      // The slowest mode: beyond some step size that is the largest eigenvalue's, which overshoots.
      .limitFactor = std::max(limitFactor(rate, factors, kOutputs, data.smallest),
                              limitFactor(rate, factors, kOutputs, data.largest))};
}

Descent::Descent(const Config& config, const WideLinearData& data, int factors, int width,
                 const Rng& rng)
    : law_(lawOf(config, data, factors)),
      net_(wideLinearNet(data, factors, width, rng)),
      losses_{net_.loss()} {
  const double least = symmetricEigenvalues(linearNetKernel(net_))[0];
  kernelFactor_ = std::pow(1 - law_.rate * least, 2);
}

void Descent::step() {
  net_.step(law_.rate);
  losses_.push_back(net_.loss());
  const double bound = std::pow(law_.provedFactor, static_cast<double>(steps()));
  if (bound > kRounding) {
    boundRatio_ = std::max(steps() > 1 ? boundRatio_ : 0, losses_.back() / losses_[0] / bound);
  }
}

bool Descent::exhausted() const {
  return losses_.back() < 0.01 * kRounding * losses_[0];
}

double Descent::factor() const {
  const auto found =
      std::ranges::find_if(losses_, [&](double l) { return l <= 1e-6 * losses_[0]; });
  const auto last = std::min(found - losses_.begin(), static_cast<std::ptrdiff_t>(steps()));
  const auto middle = last / 2;
  if (last == middle) return std::nan("");
  const double ratio =
      losses_[static_cast<std::size_t>(last)] / losses_[static_cast<std::size_t>(middle)];
  return std::pow(ratio, 1 / static_cast<double>(last - middle));
}

SweepJob::SweepJob(const Config& config, const WideLinearData& data, int factors, int width,
                   const Rng& rng)
    : descent_(config, data, factors, width, rng),
      stepLimit_(config.stepLimit),
      slice_(std::max(1, static_cast<int>(kSlice / costOf(factors, width)))) {}

bool SweepJob::advance() {
  for (int k = slice_; k > 0; --k) {
    if (descent_.diverged() || descent_.exhausted() || descent_.steps() >= stepLimit_) return true;
    descent_.step();
  }
  return false;
}

std::optional<Run> SweepJob::result() const {
  if (descent_.diverged()) return std::nullopt;
  return Run{.holds = descent_.boundRatio() <= 1,
             .factor = descent_.factor(),
             .kernelFactor = descent_.kernelFactor(),
             .left = descent_.losses().back() / descent_.losses()[0]};
}

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      data_(
          wideLinearData(kInputs, kOutputs, config.rank, config.condition, Rng(seed).split(kData))),
      shown_(config, data_, config.factors, config.width, Rng(seed).split(kShown)),
      modes_(shown_.net().residual().colwise().squaredNorm()),
      depths_{2, 3, 4, 5, 6, 7, 8, 9, 10},
      widths_{2, 4, 8, 16, 32, 64},
      sweep_(
          phaseSettings(depths_, widths_), config.runs, Rng(seed).split(kSweep),
          [this](const Setting& at, int, const Rng& rng) {
            return SweepJob(config_, data_, at.first, at.second, rng);
          },
          Streams::Independent, Making::FirstSlice) {}

void Study::step() {
  for (int k = 1 + config_.stepLimit / 400; k > 0 && !shownFinished(); --k) shown_.step();
  if (!diverged()) sweep_.step();
}

double Study::limitLoss(double steps) const {
  double loss = 0;
  for (Index k = 0; k < modes_.size(); ++k) {
    const double lambda = data_.inputs.col(k).squaredNorm();
    loss += 0.5 * modes_[k] *
            std::pow(limitFactor(shown_.law().rate, config_.factors, kOutputs, lambda), steps);
  }
  return loss;
}

std::size_t Study::place(int depth, int width) const {
  const auto x = std::ranges::find(depths_, depth) - depths_.begin();
  const auto y = std::ranges::find(widths_, width) - widths_.begin();
  return static_cast<std::size_t>(y) * depths_.size() + static_cast<std::size_t>(x);
}

Share Study::holding(std::size_t setting) const {
  Share share = sweep_.share(setting, &Run::holds);
  share.trials += sweep_.excluded(setting);
  return share;
}

double Study::progress() const {
  return studyProgress(finished(), time() / config_.stepLimit, sweep_.done(), sweep_.size());
}

}  // namespace basin::wide_linear
