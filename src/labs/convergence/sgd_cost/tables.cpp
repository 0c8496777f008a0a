#include <cmath>
#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/convergence/sgd_cost/checks.h"
#include "labs/convergence/sgd_cost/pictures.h"
#include "labs/convergence/sgd_cost/words.h"

namespace basin::sgd_cost {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr ParamDef kParams[] = {
    integer<&Config::batch>("batch", "Batch size", "Samples that a step averages over, watched",
                            {1, 1024, Scale::Log})
        .symbol("b")
        .group("Descent"),
    real<&Config::rateOverBest>("rate-over-best", "Step size over the best",
                                "1 is the best for every batch size; from 2 on the mean grows",
                                {0.1, 2.6})
        .symbol("η/η*")
        .group("Descent"),
    integer<&Config::dimension>("dimension", "Dimension", "Of the inputs x ~ N(0, I)", {2, 50})
        .symbol("d")
        .group("Data"),
    real<&Config::dataNoise>("data-noise", "Noise", "Standard deviation of the noise on y", {0, 1})
        .symbol("ς")
        .group("Data"),
    integer<&Config::runs>("runs", "Runs", "Independent runs that means are taken over",
                           {50, 500, Scale::Log})
        .symbol("R")
        .group("Data"),
    integer<&Config::count>("count", "Examples of the network", "Of which an epoch sees all",
                            {128, 1024, Scale::Log})
        .symbol("N")
        .group("Network"),
};

const BatchRegression& watchedLaw(const Study& study) {
  return study.race().watched().law();
}
double orNothing(double value) {
  return std::isfinite(value) ? value : kNaN;
}

constexpr OutputDef kOutputs[] = {
    series("error", "Error against samples",
           "Mean of |w − w*|² over all runs; small batches fall together, for up to d + 1 samples "
           "a step hardly cost more of them")
        .x("n", "samples seen")
        .y("|w − w*|²", "mean square error", Scale::Log)
        .from<&errorPicture>(),
    series("cost", "What a thousandth costs",
           "Left of b* more samples a step save steps, right of it they are wasted")
        .x("b", "batch size", Scale::Log)
        .y("n, T", "samples, steps", Scale::Log)
        .from<&costPicture>(),
    points("landing", "Where one step lands",
           "The last step of every run before its error is a thousandth, with w* in the middle "
           "and the place before the step at the right; one sample points almost anywhere")
        .x("∥", "along the error")
        .y("⊥", "across it")
        .equal()
        .from<&landingPicture>(),
    series("loss", "A network, counted in two ways",
           "The same four trainings over 60 epochs: by examples small batches lead, by steps the "
           "large ones")
        .x("n, T", "examples, steps", Scale::Log)
        .y("½(f − y)²", "loss on all examples", Scale::Log)
        .from<&lossPicture>(),
    series("work", "Work of one step",
           "Counted additions, products and tanh of backpropagation in 18 networks, times b")
        .x("|w|", "weights", Scale::Log)
        .y("flop", "work of a step", Scale::Log)
        .from<&workPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("critical-batch", "b*", "Batch size d + 1 up to which samples are hardly wasted")
        .from<[](const Study& study) { return criticalBatch(study.config().dimension); }>(),
    scalar("step-size", "η", "Of the batch size watched")
        .from<[](const Study& study) { return watchedLaw(study).rate; }>(),
    scalar("error-factor", "q", "What a step multiplies the mean square error by")
        .from<[](const Study& study) { return watchedLaw(study).factor(); }>(),
    scalar("floor", "Floor", "Where the noise brings the mean square error to rest")
        .from<[](const Study& study) { return orNothing(watchedLaw(study).floor()); }>(),
    scalar("law-samples", "n of the law", "Samples until the error is a thousandth")
        .from<[](const Study& study) { return watchedSamples(study).predicted; }>(),
    scalar("samples", "n measured", "Samples until the mean of the runs is a thousandth")
        .from<[](const Study& study) { return watchedSamples(study).measured; }>(),
    scalar("error-now", "Mean now", "Mean square error of the batch size watched")
        .from<[](const Study& study) { return study.race().watched().runs().mean(); }>(),
    scalar("median-now", "Median now", "Of the runs of the batch size watched")
        .from<[](const Study& study) { return study.race().watched().runs().median(); }>(),
    scalar("full-batch-loss", "Loss, all examples", "Of the network after 20 epochs")
        .from<[](const Study& study) { return study.networks().runs().back()->lossAfter(20); }>(),
    scalar("single-loss", "Loss, b = 1", "Of the network after 20 epochs")
        .from<[](const Study& study) { return study.networks().runs().front()->lossAfter(20); }>(),
    check("factor-law", "A step multiplies the mean error by 1 − 2η + η²A",
          "Gaussian inputs: E (xxᵀ)² = (d + 2) I; A = 1 + (d + 1)/b")
        .quantity("largest deviation of q", "standard errors")
        .law<&watchedFactor>("q = 1 − 2η + η²(1 + (d + 1)/b)", "q")
        .from<&factorLaw>(),
    check("mean-law", "The mean of the runs follows its exact law",
          "Recursion of the first two moments of |w − w*|²")
        .quantity("largest deviation of the mean", "standard errors")
        .from<&meanLaw>(),
    check("samples-law", "Samples to a thousandth are as predicted",
          "The same recursion, solved for the step")
        .quantity("largest deviation of n", "standard errors")
        .law<&watchedSamples>("n = b log((1 − floor)/(0.001 − floor))/log(1/q)", "n", "samples")
        .from<&samplesLaw>(),
    check("critical-cost", "A batch of d + 1 costs less than twice the samples of one",
          "x/log(1 + x) at x = b/(d + 1); Ma et al. 2018 (arXiv 1712.06559)")
        .quantity("samples over those of b = 1")
        .law("n(b)/n(1) ≈ x/log(1 + x), x = b/(d + 1)", "n(b)/n(1)")
        .from<&criticalCost>(),
    check("floor-law", "Noise brings every batch size to rest at its floor",
          "Fixed point of the recursion")
        .quantity("mean square error at the end")
        .law("floor = η²ς²d/(b(1 − q))", "floor")
        .from<&floorLaw>(),
    check("small-batches-lead",
          "In 20 epochs one example a step gets further than all (an observation)",
          "Measured with the best step size of each batch size; no theorem")
        .quantity("ratio of losses after 20 epochs")
        .from<&smallBatchesLead>(),
    check("work-bound", "A gradient costs at most 6 flop a weight and example",
          "Backpropagation; Baur, Strassen 1983")
        .quantity("flop of a gradient", "a weight")
        .law("flop ≤ 6 |w|", "flop/|w|")
        .from<&workBound>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "sgd-cost",
    .title = "What a batch costs",
    .claim = "Up to d + 1 samples a step are nearly free; beyond that they are wasted",
    .group = Group::Convergence,
    .year = 2018,
    .authors = "Ma et al.",
    .order = 10,
    .level = 1,
    .minutes = 7,
    .needs = {"gd"},
    .keywords = {"stochastic gradient descent", "SGD", "mini-batch", "critical batch size",
                 "gradient noise", "epoch", "backpropagation", "flop"},
    .clock = {"n", "samples seen"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"free-lunch",
          "Nearly free up to d + 1",
          "Curves of 1, 4 and 16 samples a step fall together, those of 64 and 256 lag: move b",
          {},
          {{"critical-batch", 21},
           {"law-samples", 202.0118150992083, 1e-09},
           {"samples", 203.2912617926829, 1e-07},
           {"floor", 0.0002162162162162163, 1e-15},
           {"full-batch-loss", 0.26330854382664043, 2e-10},
           {"single-loss", 0.022689873901689944, 2e-11}}},
         {"one-at-a-time",
          "One sample at a time",
          "One sample points almost anywhere: a step lands on the edge of the circle, and that "
          "is enough",
          {{"batch", "1"}, {"data-noise", "0"}},
          {{"critical-batch", 21},
           {"law-samples", 148.4899603903161, 1e-09},
           {"samples", 150.0487518533467, 1e-07}},
          "landing"},
         {"too-many",
          "A thousand a step",
          "Two steps arrive, but a twelfth of the samples would have done",
          {{"batch", "1024"}, {"data-noise", "0"}},
          {{"critical-batch", 21},
           {"law-samples", 1810.3632735285337, 1e-08},
           {"samples", 1806.337253258017, 1e-06}}},
         {"noise",
          "Noise has the last word",
          "Small batches come down first and rest higher: each has a floor of its own",
          {{"data-noise", "0.2"}},
          {{"critical-batch", 21},
           {"floor", 0.021621621621621623, 1e-14},
           {"error-now", 0.022075457280485447, 2e-11}},
          "loss"},
         {"few-dimensions",
          "Five dimensions",
          "Only 6 samples a step are nearly free: the wider the inputs, the larger the batch may "
          "be",
          {{"dimension", "5"}, {"batch", "6"}, {"data-noise", "0"}},
          {{"critical-batch", 6},
           {"law-samples", 59.794705707972525, 1e-09},
           {"samples", 59.88721700898064, 1e-07}}},
         {"breaks",
          "When it breaks",
          "A step multiplies the error by 1.24 in the mean, and yet every run arrives: only runs "
          "too "
          "rare to meet make the mean grow",
          {{"dimension", "2"}, {"batch", "1"}, {"rate-over-best", "2.4"}, {"data-noise", "0"}},
          {{"critical-batch", 3},
           {"error-factor", 1.24, 1e-12},
           {"median-now", 2.1091563132448007e-15, 4e-24}}}},
    .references =
        {{"S. Ma, R. Bassily, M. Belkin: The power of interpolation: understanding the "
          "effectiveness of SGD in modern over-parametrized learning, 2018",
          "https://arxiv.org/abs/1712.06559"},
         {"S. McCandlish, J. Kaplan, D. Amodei: An empirical model of large-batch training, 2018",
          "https://arxiv.org/abs/1812.06162"},
         {"W. Baur, V. Strassen: The complexity of partial derivatives, 1983",
          "https://doi.org/10.1016/0304-3975(83)90110-X"}},
    .thumbnailSteps = 200,
    .stepsPerSecond = 60,
}));

}  // namespace

}  // namespace basin::sgd_cost
