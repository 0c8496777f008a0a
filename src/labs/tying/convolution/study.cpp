#include "labs/tying/convolution/study.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace basin::convolution {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kNoises = 64, kBestNoises = 512, kShownSteps = 4;
constexpr std::uint64_t kShown = 1, kProbes = 2, kSweep = 3, kExample = 4;

std::vector<Setting> settingsOf(const std::vector<int>& counts) {
  std::vector<Setting> settings;
  for (const int n : counts) {
    for (const Kind kind : kKinds) settings.push_back({kind, n});
  }
  return settings;
}

// Of answers to `noises` signals a place, place by place, and to as many of noise alone.
Detection sharesOf(const std::vector<double>& answers, int places, int noises) {
  const auto share = [&](int block) {
    const auto from = answers.begin() + static_cast<std::ptrdiff_t>(block) * noises;
    return static_cast<double>(std::count_if(from, from + noises, [](double f) { return f > 0; })) /
           noises;
  };
  Detection found;
  for (int t = 0; t < places; ++t) found.share.push_back(share(t));
  found.falseAlarms = share(places);
  return found;
}

// The same noises with the pattern at each place, place by place, and then without.
MatrixXd probesOf(const PatternTask& task, int noises, Rng rng) {
  const PlaceRange places = task.places();
  MatrixXd noise(noises, task.length), signals((places.count + 1) * noises, task.length);
  for (double& x : noise.reshaped()) x = rng.normal();
  for (int t = 0; t <= places.count; ++t) {
    auto rows = signals.middleRows(t * noises, noises);
    rows = noise;
    for (Index j = 0; j < task.pattern.size() && t < places.count; ++j) {
      rows.col(places.first + t + j).array() += task.pattern[j];
    }
  }
  return signals;
}

// Index of the weight of a filter's tap at a place.
Index weightAt(const LayerBlock& block, bool shared, Index filter, Index place, Index tap) {
  return block.weight + (shared ? 0 : place * block.in * block.out) + filter + block.out * tap;
}

}  // namespace

Study::Study(const Config& config, std::uint64_t seed)
    : config_(config),
      problem_(makeProblem(config, Rng(seed).split(kShown))),
      data_(trainingExamples(problem_, config.count, Rng(seed).split(kShown))),
      probeRng_(Rng(seed).split(kProbes)),
      counts_{8, 16, 32, 64, 128, 256, 512, 1024},
      sweep_(
          settingsOf(counts_), config.runs, Rng(seed).split(kSweep),
          [this](const Setting& setting, int, const Rng& rng) {
            return SweepJob(config_, setting, rng);
          },
          Streams::Paired) {
  for (const Kind kind : kKinds) {
    learners_[static_cast<std::size_t>(kind)] =
        std::make_unique<Learner>(config_, kind, data_, Rng(seed).split(kShown));
  }
  Rng rng = Rng(seed).split(kExample);
  const PlaceRange& from = problem_.unseen.count > 0 ? problem_.unseen : problem_.seen;
  examplePlace_ = from.first + rng.below(from.count);
  example_ = VectorXd(config_.length);
  for (double& x : example_) x = rng.normal();
  example_.segment(examplePlace_, problem_.task.pattern.size()) += problem_.task.pattern;
}

void Study::step() {
  for (auto& learner : learners_) learner->run(kShownSteps);
  if (!sweep_.finished()) sweep_.step();
}

bool Study::shownEnded() const {
  return std::ranges::all_of(learners_, [](const auto& each) { return each->ended(); });
}

double Study::progress() const {
  return studyProgress(finished(), time() / config_.stepLimit, sweep_.done(), sweep_.size(), 0.2);
}

const Detection& Study::detection(Kind kind) const {
  const Learner& shown = learner(kind);
  return detections_[static_cast<std::size_t>(kind)].get(shown.steps(), [&] {
    const MatrixXd& probes =
        probes_.get(true, [&] { return probesOf(problem_.task, kNoises, probeRng_); });
    const auto f = shown.answers(probes);
    return sharesOf({f.col(0).begin(), f.col(0).end()}, problem_.task.places().count, kNoises);
  });
}

const Detection& Study::bestDetection() const {
  return best_.get(true, [&] {
    const MatrixXd signals = probesOf(problem_.task, kBestNoises, probeRng_.split(0));
    const PlaceRange all = problem_.task.places();
    const PlaceRange& places = config_.question == PatternQuestion::Side ? problem_.seen : all;
    std::vector<double> answers;
    for (Index i = 0; i < signals.rows(); ++i) {
      answers.push_back(
          logLikelihoodRatio(problem_.task, places, signals.data() + i, signals.rows()));
    }
    return sharesOf(answers, all.count, kBestNoises);
  });
}

const Study::Accuracies& Study::accuracies(Kind kind) const {
  const Learner& shown = learner(kind);
  return accuracies_[static_cast<std::size_t>(kind)].get(shown.steps(), [&] {
    return Accuracies{shown.accuracy(problem_.seenTest), shown.accuracy(problem_.unseenTest)};
  });
}

double Study::shiftDifference() const {
  const PlaceRange places = problem_.task.places();
  MatrixXd signals = MatrixXd::Zero(places.count, config_.length);
  for (int t = 0; t < places.count; ++t) {
    signals.row(t).segment(places.first + t, config_.patternLength) =
        problem_.task.pattern.transpose();
  }
  const auto f = learner(Kind::Tied).answers(signals);
  return f.maxCoeff() - f.minCoeff();
}

FirstLayer firstLayerOf(const Study& study, Kind kind) {
  const Config& c = study.config();
  const Learner& learner = study.learner(kind);
  const VectorXd& theta = learner.theta();
  const auto& layers = learner.network().layout().layers();
  const LayerBlock &first = layers[0], &last = layers[1];
  const Index windows = study.problem().task.windows(), p = c.patternLength, L = c.length;
  FirstLayer found{MatrixXd::Constant(windows, L, kNaN), {}, {}};
  found.parameters.assign(static_cast<std::size_t>(windows * L), -1);
  found.out.resize(static_cast<std::size_t>(windows));
  if (kind == Kind::Full) {
    std::vector<Index> units(static_cast<std::size_t>(first.out));
    std::iota(units.begin(), units.end(), 0);
    const auto row = [&](Index unit) {
      VectorXd w(L);
      for (Index j = 0; j < L; ++j) w[j] = theta[first.weight + unit + first.out * j];
      return w;
    };
    const auto influence = [&](Index unit) {
      return std::abs(theta[last.weight + unit]) * row(unit).norm();
    };
    std::ranges::stable_sort(units, [&](Index a, Index b) { return influence(a) > influence(b); });
    units.resize(static_cast<std::size_t>(windows));
    const auto peak = [&](Index unit) {
      Index at = 0;
      row(unit).cwiseAbs().maxCoeff(&at);
      return at;
    };
    std::ranges::stable_sort(units, [&](Index a, Index b) { return peak(a) < peak(b); });
    for (Index r = 0; r < windows; ++r) {
      const Index unit = units[static_cast<std::size_t>(r)];
      const double out = theta[last.weight + unit];
      found.weights.row(r) = (out < 0 ? -1 : 1) * row(unit).transpose();
      found.out[static_cast<std::size_t>(r)] = std::abs(out);
      for (Index j = 0; j < L; ++j) {
        found.parameters[static_cast<std::size_t>(r * L + j)] = first.weight + unit + first.out * j;
      }
    }
    return found;
  }
  const bool shared = kind == Kind::Tied;
  for (Index t = 0; t < windows; ++t) {
    Index best = 0;
    double most = -1;
    for (Index f = 0; f < c.filters; ++f) {
      double norm2 = 0;
      for (Index j = 0; j < p; ++j) {
        const double w = theta[weightAt(first, shared, f, t, j)];
        norm2 += w * w;
      }
      const double influence = std::abs(theta[last.weight + f]) * std::sqrt(norm2);
      if (influence > most) {
        most = influence;
        best = f;
      }
    }
    const double out = theta[last.weight + best];
    found.out[static_cast<std::size_t>(t)] = std::abs(out);
    for (Index j = 0; j < p; ++j) {
      const Index parameter = weightAt(first, shared, best, t, j);
      found.weights(t, t + j) = (out < 0 ? -1 : 1) * theta[parameter];
      found.parameters[static_cast<std::size_t>(t * L + t + j)] = parameter;
    }
  }
  return found;
}

VectorXd filterOf(const Study& study, Kind kind, int window) {
  return firstLayerOf(study, kind)
      .weights.row(window)
      .segment(window, study.config().patternLength);
}

}  // namespace basin::convolution
