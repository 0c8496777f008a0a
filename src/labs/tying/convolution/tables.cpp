#include "lab/registry.h"
#include "lab/study_lab.h"
#include "labs/tying/convolution/checks.h"
#include "labs/tying/convolution/pictures.h"
#include "labs/tying/convolution/words.h"

namespace basin::convolution {

namespace {

constexpr Choice kQuestions[] = {{"presence", "Is the pattern there?"},
                                 {"side", "On which side is it?"}};

constexpr ParamDef kParams[] = {
    integer<&Config::count>("count", "Examples", "That the shown networks learn from",
                            {8, 2048, Scale::Log})
        .symbol("n")
        .group("Data"),
    real<&Config::seenShare>("seen-share", "Places seen in training",
                             "Share of all places, from the left, where training signals have the "
                             "pattern",
                             {0.1, 1})
        .group("Data"),
    real<&Config::strength>("strength", "Strength of the pattern",
                            "Its norm, over the noise's deviation", {1, 10})
        .group("Data"),
    choice<&Config::question>("question", "Question", "What the networks are to answer", kQuestions)
        .group("Data"),
    integer<&Config::length>("signal-length", "Length of the signals", "Numbers in a signal",
                             {24, 48})
        .symbol("L")
        .group("Data"),
    integer<&Config::patternLength>("pattern-length", "Length of the pattern",
                                    "And of the windows of the filters", {3, 7})
        .symbol("p")
        .group("Data"),
    integer<&Config::filters>("filter-count", "Filters", "Detectors for every place", {1, 8})
        .symbol("F")
        .group("Network"),
    real<&Config::rate>("rate", "Step size", "Of Adam, on batches of 32", {1e-3, 0.1, Scale::Log})
        .symbol("η")
        .group("Training"),
    integer<&Config::stepLimit>("step-limit", "Steps of training", "Of every network",
                                {100, 3000, Scale::Log})
        .group("Training"),
    integer<&Config::runs>("runs", "Runs a setting",
                           "Of the sweep over 8 to 1024 examples and the three networks", {0, 12})
        .group("Training"),
};

template <Kind K>
double seen(const Study& study) {
  return study.accuracies(K).seen;
}
template <Kind K>
double unseen(const Study& study) {
  return study.accuracies(K).unseen;
}
template <Kind K>
double parameters(const Study& study) {
  return static_cast<double>(study.learner(K).network().parameterCount());
}

constexpr OutputDef kOutputs[] = {
    series("places", "Where it is found",
           "Share of signals with the pattern at this place that are called positive; dashed: by "
           "the likelihood ratio, which knows the pattern")
        .x("t", "place of the pattern")
        .y("", "share called positive")
        .from<&placesPicture>(),
    series("accuracy-by-examples", "Accuracy against examples",
           "On 500 new signals; means of the runs; dashed: the likelihood ratio, which knows the "
           "pattern")
        .x("n", "examples", Scale::Log)
        .y("", "test accuracy")
        .common()
        .from<&accuracyPicture>(),
    field(
        "first-layers", "What the first layers weigh",
        "A row a detector, a column an input; blank: not connected. Tied: one filter all along the "
        "band. Free: where the pattern was never seen, what training began with")
        .x("", "inputs of three networks, side by side")
        .y("", "detector")
        .z("w", "weight over the largest")
        .from<&weightsPicture>(),
    graph("networks", "Connections and ties",
          "One detector a place of each network; point at a connection, and those that share its "
          "weight light up")
        .from<&networksPicture>(),
    series("filters-learnt", "Learnt filters over the pattern",
           "All of length one; the convolution's moved to where it meets the pattern")
        .x("j", "number in the window")
        .y("w", "weight")
        .common()
        .from<&filterPicture>(),
    series("signal", "A signal", "And how much each place of it looks like the pattern")
        .x("t", "place")
        .y("", "value")
        .from<&signalPicture>(),
    note("now", "Now").from<&describe>(),
    scalar("tied-seen", "Accuracy, convolution", "At places seen in training")
        .from<&seen<Kind::Tied>>(),
    scalar("local-seen", "Accuracy, locally connected", "At places seen in training")
        .from<&seen<Kind::Local>>(),
    scalar("full-seen", "Accuracy, fully connected", "At places seen in training")
        .from<&seen<Kind::Full>>(),
    scalar("tied-unseen", "Elsewhere, convolution", "Accuracy at places never seen")
        .from<&unseen<Kind::Tied>>(),
    scalar("local-unseen", "Elsewhere, locally connected", "Accuracy at places never seen")
        .from<&unseen<Kind::Local>>(),
    scalar("full-unseen", "Elsewhere, fully connected", "Accuracy at places never seen")
        .from<&unseen<Kind::Full>>(),
    scalar("best-seen", "Accuracy, best possible",
           "Of the likelihood ratio, which knows the pattern, at places seen")
        .from<[](const Study& s) { return s.problem().bestSeen; }>(),
    scalar("tied-parameters", "Parameters, convolution", "Numbers that are learnt")
        .from<&parameters<Kind::Tied>>(),
    scalar("local-parameters", "Parameters, locally connected", "Numbers that are learnt")
        .from<&parameters<Kind::Local>>(),
    scalar("full-parameters", "Parameters, fully connected", "Numbers that are learnt")
        .from<&parameters<Kind::Full>>(),
    check("shift", "The convolution does not notice where the pattern is",
          "A convolution moves with its input, the maximum does not move")
        .quantity("largest difference of its answers")
        .law("f(x moved by s) = f(x)", "difference")
        .from<&shiftsAlike>(),
    check("parameters-counted", "As many parameters as counted",
          "Counting filters, biases and answers")
        .quantity("parameters too many or too few", "parameters")
        .law<&parametersLaw>("F(p + 2) + 1, not F(L − p + 1)(p + 1) + F + 1", "parameters")
        .from<&parametersCounted>(),
    check("best-detector", "No network beats the likelihood ratio",
          "Neyman and Pearson 1933; Wald 1939")
        .quantity("networks that are better", "networks")
        .from<&noneBeatsBest>(),
    check("unseen-as-seen", "It is as right where the pattern never was",
          "Moving the pattern moves the answers of the filter, and the maximum stays")
        .quantity("difference of its accuracies")
        .law<&unseenLaw>("accuracy at places never seen = accuracy at places seen", "accuracy")
        .from<&unseenAsSeen>(),
    check("tied-needs-fewer", "From 64 examples it learns more than the others (an observation)",
          "Measured over 200 runs at the default settings")
        .quantity("accuracy, convolution − the better of the others")
        .from<&tiedNeedsFewer>(),
    check("others-miss", "Without tying nothing is found elsewhere (an observation)",
          "Measured over 200 runs at the default settings")
        .quantity("accuracy at places never seen")
        .from<&othersMissUnseen>(),
    check("side-is-lost", "Which side the pattern is on it cannot tell",
          "What does not notice where the pattern is cannot say where it is")
        .quantity("accuracy of the convolution")
        .from<&sideIsLost>(),
};

const bool registered = registerLab(labOf<Config, Study>({
    .id = "convolution",
    .title = "Convolution",
    .claim = "29 tied weights learn a pattern from 16 examples and find it where it never was; 677 "
             "untied ones need some 200 and never do",
    .group = Group::Tying,
    .year = 1989,
    .authors = "LeCun et al.",
    .kind = LabKind::Observation,
    .order = 5,
    .level = 1,
    .minutes = 8,
    .next = {"square-wave", "weight-sharing"},
    .keywords = {"weight tying", "CNN", "convolutional neural network", "translation equivariance",
                 "shift invariance", "max pooling", "locally connected", "sample complexity",
                 "inductive bias", "matched filter"},
    .clock = {"t", "optimiser step"},
    .params = kParams,
    .outputs = kOutputs,
    .presets =
        {{"places",
          "Left seen, right never",
          "The pattern was only ever seen left of the dotted line: the convolution finds it right "
          "of it as well, the others guess",
          {},
          {{"tied-seen", 0.946, 1e-9, 150},
           {"local-seen", 0.84, 1e-9, 150},
           {"full-seen", 0.766, 1e-9, 150},
           {"tied-unseen", 0.95, 1e-9, 150},
           {"local-unseen", 0.48, 1e-9, 150},
           {"full-unseen", 0.46, 1e-9, 150},
           {"best-seen", 0.972, 1e-9, 150},
           {"tied-parameters", 29},
           {"local-parameters", 677},
           {"full-parameters", 3809}}},
         {"sixteen",
          "Sixteen examples",
          "All three answer the sixteen rightly; only the convolution has learnt what they share",
          {{"count", "16"}},
          {{"tied-seen", 0.85, 1e-9, 150},
           {"local-seen", 0.658, 1e-9, 150},
           {"full-seen", 0.588, 1e-9, 150},
           {"tied-unseen", 0.82, 1e-9, 150}}},
         {"everywhere",
          "Seen everywhere",
          "With 2048 examples from all places the others come close; read off how many more they "
          "need",
          {{"seen-share", "1"}, {"count", "2048"}},
          {{"tied-seen", 0.954, 1e-9, 150},
           {"local-seen", 0.89, 1e-9, 150},
           {"full-seen", 0.856, 1e-9, 150},
           {"best-seen", 0.982, 1e-9, 150}},
          "accuracy-by-examples"},
         {"faint",
          "A faint pattern",
          "Not even who knows the pattern is always right: the dashed line is the most there is "
          "to learn",
          {{"strength", "3"}, {"count", "1024"}},
          {{"tied-seen", 0.736, 1e-9, 150},
           {"local-seen", 0.722, 1e-9, 150},
           {"full-seen", 0.646, 1e-9, 150},
           {"best-seen", 0.832, 1e-9, 150}}},
         {"long",
          "Longer signals",
          "More places cost the convolution no parameter; the others pay for each",
          {{"signal-length", "48"}},
          {{"tied-seen", 0.928, 1e-9, 150},
           {"local-seen", 0.814, 1e-9, 150},
           {"full-seen", 0.654, 1e-9, 150},
           {"tied-parameters", 29},
           {"local-parameters", 1061},
           {"full-parameters", 8801}}},
         {"breaks",
          "When it breaks",
          "Asked on which side the pattern is, the convolution guesses: what it does not notice "
          "it cannot say",
          {{"question", "side"}, {"seen-share", "1"}, {"count", "1024"}},
          {{"tied-seen", 0.482, 1e-9, 150},
           {"local-seen", 0.972, 1e-9, 150},
           {"full-seen", 0.976, 1e-9, 150},
           {"best-seen", 0.994, 1e-9, 150}}}},
    .references =
        {{"Y. LeCun, B. Boser, J. Denker, D. Henderson, R. Howard, W. Hubbard, L. Jackel: "
          "Backpropagation applied to handwritten zip code recognition, 1989",
          "https://doi.org/10.1162/neco.1989.1.4.541"},
         {"Z. Li, Y. Zhang, S. Arora: Why are convolutional nets more sample-efficient than "
          "fully-connected nets?, 2020",
          "https://arxiv.org/abs/2010.08515"},
         {"S. Du, Y. Wang, X. Zhai, S. Balakrishnan, R. Salakhutdinov, A. Singh: How many samples "
          "are needed to estimate a convolutional neural network?, 2018",
          "https://arxiv.org/abs/1805.07883"}},
    .thumbnailSteps = 150,
    .stepsPerSecond = 120,
}));

}  // namespace

}  // namespace basin::convolution
