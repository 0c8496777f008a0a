#include "labs/tying/square_wave/study.h"

#include "theory/fold.h"

namespace basin::square_wave {

namespace {

constexpr int kMidpoints = 4096;

CorrectNet measureCorrect(const Config& config) {
  Network<double> network(foldArchitecture(config.depth, config.width));
  CorrectNet correct;
  correct.theta = foldParameters(network.layout(), network.tying(), shift(config), kSteepness);
  MatrixXd X(kMidpoints, 1), Y(kMidpoints, 1);
  for (int i = 0; i < kMidpoints; ++i) {
    const double x = (i + 0.5) / kMidpoints;
    X(i, 0) = x - shift(config);
    Y(i, 0) = squareWave(x, config.depth) ? 1 : -1;
  }
  correct.loss = network.loss(correct.theta, X, Y, {Loss::Logistic});
  const auto f = network.forward(correct.theta, X);
  int right = 0;
  for (int i = 0; i < kMidpoints; ++i) {
    right += (f(i, 0) > 0) == (Y(i, 0) > 0);
    if (i > 0 && (f(i, 0) > 0) != (f(i - 1, 0) > 0)) {
      correct.switches.push_back(static_cast<double>(i) / kMidpoints);
    }
  }
  correct.accuracy = static_cast<double>(right) / kMidpoints;
  return correct;
}

}  // namespace

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config), race_(config, seed), correct_(measureCorrect(config)) {}

void Study::step() {
  race_.advance(pace(config_, race_.upcomingStart()));
  ++steps_;
}

double Study::progress() const {
  const double inStart =
      race_.startEnded() ? 1 : static_cast<double>(race_.step()) / config_.trainSteps;
  return (race_.start() + inStart) / config_.starts;
}

double Study::time() const {
  const double before = static_cast<double>(race_.start()) * config_.trainSteps;
  return before + static_cast<double>(race_.step());
}

const Outcome& Study::present(int which) const {
  return present_.get(steps_, [&] {
    return std::array{race_.learner(0).outcome(), race_.learner(1).outcome()};
  })[which];
}

}  // namespace basin::square_wave
