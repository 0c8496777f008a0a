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

Study::Study(const Config& config, std::uint64_t seed) : config_(config), race_(config, seed) {}

void Study::step() {
  Config next = race_.upcoming();
  next.pace = config_.pace;
  next.accelerate = config_.accelerate;
  race_.advance(pace(next, race_.upcomingStart() / race_.settings()));
  ++steps_;
}

double Study::time() const {
  const double before = static_cast<double>(race_.start()) * config_.trainSteps;
  return before + static_cast<double>(race_.present().step());
}

const CorrectNet& Study::correct() const {
  const Config& now = race_.present().config();
  return correct_.get({now.depth, now.width}, [&] { return measureCorrect(now); });
}

const Outcome& Study::present(int net) const {
  return present_.get(steps_, [&] {
    std::vector<Outcome> now;
    for (int i = 0; i < netsOf(config_); ++i) now.push_back(learner(i).outcome());
    return now;
  })[static_cast<std::size_t>(net)];
}

}  // namespace basin::square_wave
