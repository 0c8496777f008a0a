#include "labs/landscapes/skip_valley/checks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/stats.h"
#include "lab/claim.h"

namespace basin::skip_valley {

namespace {

constexpr const char* kWalking = "the path is on its way";

Claim onThePath(const Study& study, Claim claim) {
  return claim.unless(study.diverged(), "plain descent diverged").after(study.walked(), kWalking);
}

// Rounding of a loss on the path over the first one, and not below what any sum has.
double rounding(const Study& study) {
  return study.path() ? std::max(1e-12, study.path()->rounding()) : 0;
}

}  // namespace

CheckData squaredLaw(const Study& study) {
  double largest = 0;
  for (std::size_t i = 0; i < study.at().size(); ++i) {
    const double law = study.path()->law(Loss::Squared, study.at()[i]);
    largest = std::max(largest, std::abs(study.losses()[i] - law) / study.path()->firstLoss);
  }
  return onThePath(study, Claim(Relation::AtMost, 0, rounding(study))
                              .unless(study.loss() != Loss::Squared, "for the squared loss only"))
      .judge(largest, "largest |L(s) − law|/L₀ at 121 places");
}

LawData lossHere(const Study& study) {
  if (!study.path() || study.at().empty()) return {};
  if (study.loss() == Loss::Logistic && !study.obstacle().empty()) return {};
  return {.predicted = study.path()->law(study.loss(), study.at().back()),
          .measured = study.losses().back()};
}

CheckData logisticBound(const Study& study) {
  double largest = 0;
  for (std::size_t i = 0; i < study.at().size(); ++i) {
    largest =
        std::max(largest, study.losses()[i] / study.path()->law(Loss::Logistic, study.at()[i]));
  }
  return onThePath(study, Claim(Relation::AtMost, 1, 12 * rounding(study))
                              .unless(study.loss() != Loss::Logistic, "for the logistic loss only"))
      .unlessSaid([&] { return study.obstacle(); })
      .judge(largest, "largest L(s)/(A e⁻ˢ) at 121 places");
}

CheckData neverRises(const Study& study) {
  double rise = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < study.losses().size(); ++i) {
    rise = std::max(rise, (study.losses()[i] - study.losses()[i - 1]) / study.path()->firstLoss);
  }
  // Steps towards a least-squares solution lower the squared loss whatever the rank.
  const bool promised = study.loss() == Loss::Squared || study.obstacle().empty();
  return onThePath(study, Claim(Relation::AtMost, 0, 12 * rounding(study)))
      .unlessSaid([&] { return promised ? std::string() : study.obstacle(); })
      .judge(rise, "largest rise between neighbours of 121 places, over L₀");
}

CheckData allRight(const Study& study) {
  return onThePath(study, Claim(Relation::AtLeast, study.config().points, 0))
      .unlessSaid([&] { return study.obstacle(); })
      .judge(study.right(), "at the end of the path");
}

CheckData residualLaw(const Study& study) {
  const double n = study.config().points;
  const auto runs = study.shares().results(0);
  double largest = 0;
  std::size_t where = 0;
  for (std::size_t m = 1; !runs.empty() && m < runs.front()->parts.size(); ++m) {
    double sum = 0;
    for (const auto* run : runs) sum += run->parts[m];
    const auto count = static_cast<double>(runs.size()),
               left = std::max(0.0, n - static_cast<double>(m));
    // The variance of a share, y'Qy/N with signs y and a projector Q of rank N - M, is
    // 2 (sum of squares off its diagonal)/N^2, at most 2 M (N - M)/N^3. Beyond N nothing is left
    // but rounding.
    const double most = 2 * (n - left) * left / (n * n * n);
    const double error = std::sqrt(most / count) + 1e-10;
    const double deviation = std::abs(sum / count - left / n) / error;
    if (deviation > largest) largest = deviation, where = m;
  }
  return Claim(Relation::AtMost, 0, 6)
      .unless(study.diverged(), "plain descent diverged")
      .unless(study.config().contradiction, "labels of the double point are not independent")
      .unless(study.config().gain == 0, "units of zero weights answer nothing")
      .unless(study.config().runs < 5, "judged over 150 random networks and more")
      .after(study.shares().finished(), "random networks are on their way")
      .unless(study.dependentNetworks() > 0,
              "units of these networks depend on each other to rounding")
      .judge(largest, [&] { return "largest at M = " + std::to_string(where); });
}

CheckData wiresHelp(const Study& study) {
  const Config& c = study.config();
  const Config measured;
  const bool own = c.widths == measured.widths && c.points == measured.points &&
                   c.gain == measured.gain && c.rate == measured.rate &&
                   c.loss == PathLoss::Squared && c.wired == measured.wired;
  const bool tower = c.widths == std::vector<int>(10, 2) && c.points == 10 && c.gain == 1 &&
                     c.rate == 0.3 && c.loss == PathLoss::Logistic && c.wired == 20;
  const auto at = [&](std::size_t wires) {
    return study.pairs().median(wires, [](const auto& losses) { return losses.back(); });
  };
  return Claim(Relation::AtMost, 0.5)
      .unless(study.diverged(), "plain descent diverged")
      .unless(!own && !tower, "measured at the first preset and for ten layers of two units only")
      .unless(c.stepLimit < measured.stepLimit || c.runs < 10 || c.contradiction,
              "measured for ten pairs of 2000 steps and more")
      .after(study.pairs().finished(), "pairs of descents are on their way")
      .judge([&] { return at(1) / at(0); }, "median loss with wires over that without");
}

}  // namespace basin::skip_valley
