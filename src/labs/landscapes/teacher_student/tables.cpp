#include <limits>

#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/landscapes/teacher_student/checks.h"
#include "labs/landscapes/teacher_student/pictures.h"

namespace basin::teacher_student {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr Choice kViews[] = {{"training", "Training"}, {"moments", "Moments of samples"}};
constexpr Choice kSplits[] = {{"none", "None"},
                              {"steepest", "The one that gains most"},
                              {"reversed", "The reversed one itself"}};

constexpr auto kTraining = [](const Config& c) { return c.view == View::Training; };
constexpr auto kMoments = [](const Config& c) { return c.view == View::Moments; };

constexpr ParamDef kParams[] = {
    choice<&Config::view>("view", "View", "Train students, or look at samples before any training",
                          kViews)
        .group("Network"),
    integer<&Config::teacherUnits>("teacher-units", "Units of the teacher",
                                   "Orthonormal directions; from six on students can get stuck",
                                   {4, 12})
        .symbol("n")
        .group("Network"),
    onlyWhen<Config, kTraining>(
        integer<&Config::extraUnits>("extra-units", "Extra units", "Of the shown student", {-4, 4})
            .symbol("m − n")
            .group("Network")),
    onlyWhen<Config, kTraining>(choice<&Config::split>("split", "Unit split when stuck",
                                                       "By the shown student, into two halves",
                                                       kSplits)
                                    .group("Network")),
    onlyWhen<Config, kTraining>(real<&Config::rate>("rate", "Step size",
                                                    "Of gradient descent; below 4/m all is stable",
                                                    {0.02, 0.2, Scale::Log})
                                    .symbol("η")
                                    .group("Descent")),
    onlyWhen<Config, kTraining>(integer<&Config::stepLimit>("step-limit", "Most steps",
                                                            "After which a run is given up",
                                                            {500, 10000, Scale::Log})
                                    .group("Descent")),
    onlyWhen<Config, kTraining>(integer<&Config::runs>("runs", "Runs a width",
                                                       "Of the sweep from m = n − 2 to n + 3",
                                                       {0, 200})
                                    .group("Descent")),
    onlyWhen<Config, kMoments>(
        integer<&Config::dimension>("dimension", "Dimension",
                                    "Of the inputs; at least the number of units", {4, 14})
            .symbol("d")
            .group("Samples")),
    onlyWhen<Config, kMoments>(
        integer<&Config::count>("count", "Samples", "Drawn in all", {1000, 300000, Scale::Log})
            .symbol("N")
            .group("Samples")),
};

// A number of one view, NaN in the other.
template <auto Number>
double ofTraining(const Study& study) {
  return study.moments() ? kNaN : Number(study);
}
template <auto Number>
double ofMoments(const Study& study) {
  return study.errors().empty() ? kNaN : Number(study.errors().back());
}
template <int Extra>
double shareArrived(const Study& study) {
  const Share share = study.arrivedWith(Extra);
  return share.trials > 0 ? share.value() : kNaN;
}

constexpr OutputDef kOutputs[] = {
    series("ends", "Where the runs end",
           "Each dot is a random start: with n units some stop on the dashed bad minima, with one "
           "more hardly any")
        .x("m", "student's units")
        .y("F", "final loss")
        .from<&endsPicture>(),
    series("moment-eigenvalues", "How many units there are",
           "Eigenvalues of the mean of y(xxᵀ − I): one of 1/√(2π) for every unit, the others zero")
        .x("k", "eigenvalue, largest first")
        .y("λ", "size")
        .from<&eigenvaluesPicture>(),
    points(
        "directions", "Units find their directions",
        "Each spoke is a teacher unit; a student unit opposite to its spoke is reversed, and the "
        "others lean over to make up for it")
        .x("a", "across the wheel")
        .y("b", "up the wheel")
        .equal()
        .from<&directionsPicture>(),
    field(
        "sheet", "A wall, and a way around it",
        "F on a sheet through three students: to turn the reversed unit there is a wall to climb; "
        "split another unit, and it is downhill all the way")
        .x("a", "turning it round")
        .y("b", "splitting another unit")
        .z("F", "loss")
        .surface()
        .from<&sheetPicture>(),
    series("moment-errors", "Errors against samples",
           "Both fall as 1/√N; where each unit points takes the fourth moment, and more samples")
        .x("N", "samples", Scale::Log)
        .y("error", "distance", Scale::Log)
        .from<&errorsPicture>(),
    series("loss", "Loss of the shown student", "Stuck on a dashed level until a unit is split")
        .x("t", "step")
        .y("F", "loss", Scale::Log)
        .from<&lossPicture>(),
    series("arrival-share", "Share of runs that arrive", "F < 0.001, with Wilson's 95 % intervals")
        .x("m", "student's units")
        .y("P", "share of runs")
        .from<&successPicture>(),
    note("now", "Now").from<&Study::describe>(),
    scalar("value", "F now", "Loss of the shown student")
        .from<&ofTraining<[](const Study& s) { return s.shown().loss(); }>>(),
    scalar("units-now", "m now", "Units of the shown student")
        .from<&ofTraining<[](const Study& s) { return static_cast<double>(s.shown().units()); }>>(),
    scalar("bad-level", "F of the bad minimum", "With one unit reversed, by its symmetry")
        .from<&ofTraining<[](const Study& s) { return s.reversed().front().value; }>>(),
    scalar("lambda-min", "λmin at the bad minimum", "Least eigenvalue of its Hessian")
        .from<&ofTraining<[](const Study& s) { return s.reversed().front().curvature; }>>(),
    scalar("split-lambda-min", "λmin with a unit split", "At the same point, with one unit more")
        .from<&ofTraining<[](const Study& s) { return s.splitCurvature().measured; }>>(),
    scalar("success-equal", "P with n units", "Share of the runs that arrive")
        .from<&shareArrived<0>>(),
    scalar("success-more", "P with n + 1 units", "Share of the runs that arrive")
        .from<&shareArrived<1>>(),
    scalar("second-error", "Error of the second moment", "Frobenius norm")
        .from<&ofMoments<[](const MomentErrors& e) { return e.second; }>>(),
    scalar("direction-error", "Error of the units", "Root mean square of |v̂ − v|")
        .from<&ofMoments<[](const MomentErrors& e) { return e.directions; }>>(),
    check("reversed-minimum", "One reversed unit is a minimum from six units on",
          "Safran and Shamir 2018; here by the critical point's symmetry and the exact Hessian")
        .quantity("least eigenvalue of the Hessian")
        .from<&reversedMinimum>(),
    check("split-saddle", "A unit split in two makes it a saddle",
          "Safran, Yehudai, Shamir 2021; Liu et al. 2019")
        .quantity("least eigenvalue of the Hessian")
        .law("λmin(H) = 2 λmin(S₁)", "λmin")
        .from<&splitSaddle>(),
    check("on-levels", "With n units whatever stops, stops on a level",
          "Critical points with 1, 2, … reversed units; that there are no others is an observation")
        .quantity("largest distance to a level")
        .from<&onLevels>(),
    check("too-few", "With fewer units than the teacher none arrives", "Nothing fits n kinks but n")
        .quantity("runs that arrived", "runs")
        .from<&tooFew>(),
    check("one-more", "One unit more arrives at least as often",
          "An observation; Safran and Shamir 2018 report the same")
        .quantity("share of runs that arrive")
        .from<&oneMore>(),
    check("parting", "The halves part at the pace of the saddle", "Gradient descent near a saddle")
        .quantity("steps to part tenfold", "steps")
        .law("10 = (1 − 2ηλmin(S))ᵀ", "T", "steps")
        .from<&parting>(),
    check("counted-units", "As many large eigenvalues as units", "E y(xxᵀ − I) = Σ vvᵀ/√(2π)")
        .quantity("eigenvalues")
        .from<&countedUnits>(),
    check("second-error-law", "The second moment comes as close as it should",
          "Mean square, exact; from E y²|x|⁴ by homogeneity")
        .quantity("error over its law")
        .law<&secondErrorLaw>("√((E y²(d+1)(d+4) − n/(2π))/N)", "error")
        .from<&secondError>(),
    check("direction-error-law", "So do the units that the fourth moment finds",
          "Perturbation of first order; E y He₄(x) = −Σ v⊗⁴/√(2π)")
        .quantity("error over its law")
        .law<&directionErrorLaw>("√(2π((n−1)a + (d−n)b)/N)", "error")
        .from<&directionError>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "teacher-student",
    .title = "Teacher and student",
    .claim =
        "With as many units as its teacher a student may stop at a bad minimum; split one unit, "
        "and that is a saddle",
    .group = Group::Landscapes,
    .year = 2018,
    .authors = "Safran and Shamir",
    .kind = LabKind::Theorem,
    .order = 60,
    .level = 2,
    .minutes = 12,
    .needs = {"extra-neuron"},
    .next = {"overparam"},
    .keywords = {"over-specification", "over-parametrisation", "spurious local minimum",
                 "planted network", "splitting", "growing networks", "Hermite polynomials",
                 "tensor decomposition", "method of moments", "symmetry breaking"},
    .clock = {"t", "steps of descent, or samples"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"as-many",
          "As many units, and one more",
          "Watch dots stop on the dashed level at m = 8 and none at 9; the shown student stops "
          "as well, splits a unit, and is through",
          {},
          {{"value", 0.00099212973615, 1e-09},
           {"units-now", 9},
           {"bad-level", 0.0215080371715, 1e-10},
           {"lambda-min", 0.0213465891915, 1e-10},
           {"split-lambda-min", -0.199855653495, 1e-7},
           {"success-equal", 0.866666666667, 1e-10},
           {"success-more", 1}}},
         {"many-ways",
          "Twelve units, many bad minima",
          "One, two, three or four reversed units, each with its own dashed level; most starts "
          "stop at one",
          {{"teacher-units", "12"}, {"runs", "40"}},
          {{"bad-level", 0.0165237927128, 1e-10},
           {"units-now", 13},
           {"success-equal", 0.325, 1e-10},
           {"success-more", 0.925, 1e-10}}},
         {"five",
          "Five units: no bad minimum",
          "The reversed unit is a saddle here, λmin = −0.008, and every run arrives",
          {{"teacher-units", "5"}},
          {{"bad-level", 0.0269704695256, 1e-10},
           {"lambda-min", -0.0077015191346, 1e-10},
           {"success-equal", 1}}},
         {"six",
          "Six units: rare, but there",
          "λmin is positive, so there is a bad minimum, though one start of 200 finds it",
          {{"teacher-units", "6"}, {"runs", "200"}, {"step-limit", "10000"}},
          {{"bad-level", 0.0250805810025, 1e-10},
           {"lambda-min", 0.00470035470359, 1e-10},
           {"success-equal", 0.99, 1e-10},
           {"success-more", 1}}},
         {"growing",
          "Grown from six units",
          "Two units too few: the loss goes down by stairs, a unit at a time, and ends with "
          "eight",
          {{"extra-units", "-2"}},
          {{"value", 0.000993865153756, 1e-09}, {"units-now", 8}},
          "loss"},
         {"moments",
          "Before any training",
          "Count the tall bars: four units; then watch those found come to the tips of "
          "their spokes",
          {{"view", "moments"}, {"teacher-units", "4"}},
          {{"second-error", 0.078482281183, 1e-10}, {"direction-error", 0.0904869954946, 1e-10}}},
         {"breaks",
          "When it breaks",
          "Split the reversed unit itself, and one unit more is no help: the student stops again "
          "a little lower",
          {{"split", "reversed"}},
          {{"value", 0.0205607924779, 1e-09}, {"units-now", 9}},
          "loss"}},
    .references =
        {{"I. Safran, O. Shamir: Spurious local minima are common in two-layer ReLU neural "
          "networks, "
          "2018",
          "https://arxiv.org/abs/1712.08968"},
         {"I. Safran, G. Yehudai, O. Shamir: The effects of mild over-parameterization on the "
          "optimization landscape of shallow ReLU neural networks, 2021",
          "https://arxiv.org/abs/2006.01005"},
         {"R. Livni, S. Shalev-Shwartz, O. Shamir: On the computational efficiency of training "
          "neural "
          "networks, 2014",
          "https://arxiv.org/abs/1410.1141"},
         {"Q. Liu, L. Wu, D. Wang: Splitting steepest descent for growing neural architectures, "
          "2019",
          "https://arxiv.org/abs/1910.02366"},
         {"M. Janzamin, H. Sedghi, A. Anandkumar: Beating the perils of non-convexity, 2015",
          "https://arxiv.org/abs/1506.08473"}},
    .thumbnailSteps = 300,
    .stepsPerSecond = 120,
}));

}  // namespace

}  // namespace basin::teacher_student
