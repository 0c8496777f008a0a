#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "support/allocation_counter.h"
#include "support/layer_fixtures.h"

using namespace basin;
using fixtures::Problem;

namespace {

Matrix<double> normals(Index rows, Index columns, uint64_t seed) {
  Rng rng(seed);
  Matrix<double> X(rows, columns);
  for (Index i = 0; i < X.size(); ++i) X.data()[i] = rng.normal();
  return X;
}

// What a network without parameters makes of X.
Matrix<double> through(const FeatureShape& input, std::vector<LayerSpec> layers,
                       const Matrix<double>& X) {
  Network<double> network(Architecture::ofLayers(input, std::move(layers)));
  return network.forward(Vector<double>(network.parameterCount()), X);
}

// The rows of T that tie a dense layer to be the convolution: which weight of it each pair of units
// has, by the definition of a convolution and not by its tables.
TyingMap::Rows convolutionRows(const FeatureShape& in, const FeatureShape& out, const Window& w,
                               bool shared) {
  TyingMap::Rows rows(static_cast<size_t>((in.units() + 1) * out.units()));
  const Index places = Index{w.height} * w.width, filters = out.channels;
  const Index matrix = filters * places * in.channels;
  const Index biases = shared ? matrix : matrix * out.positions();
  for (int f = 0; f < filters; ++f) {
    for (int y = 0; y < out.height; ++y) {
      for (int x = 0; x < out.width; ++x) {
        const Index position = Index{y} * out.width + x, to = f * out.positions() + position;
        const Index own = shared ? 0 : position;
        for (int c = 0; c < in.channels; ++c) {
          for (int i = 0; i < w.height; ++i) {
            for (int j = 0; j < w.width; ++j) {
              const int row = y * w.strideY + i - w.paddingY,
                        column = x * w.strideX + j - w.paddingX;
              if (row < 0 || column < 0 || row >= in.height || column >= in.width) continue;
              const Index from = (Index{c} * in.height + row) * in.width + column;
              rows[static_cast<size_t>(to + from * out.units())] = {
                  {own * matrix + f + filters * (c * places + i * w.width + j), 1}};
            }
          }
        }
        rows[static_cast<size_t>(in.units() * out.units() + to)] = {
            {biases + own * filters + f, 1}};
      }
    }
  }
  return rows;
}

void compareWithTiedDense(const FeatureShape& in, int filters, const Window& window, bool shared) {
  const FeatureShape out = slidOver(in, window, filters);
  const std::vector<LayerSpec> rest{ActivationLayer{Activation::Tanh}, DenseLayer{2}};
  std::vector<LayerSpec> convolution{ConvolutionLayer{filters, window, true, shared}};
  std::vector<LayerSpec> dense{DenseLayer{static_cast<int>(out.units())}};
  fixtures::append(convolution, rest);
  fixtures::append(dense, rest);
  Network<double> network(Architecture::ofLayers(in, convolution));

  const Architecture oracle = Architecture::ofLayers(in, dense);
  TyingMap::Rows rows = convolutionRows(in, out, window, shared);
  Index next = network.layout().layers()[1].weight;
  for (Index i = 0; i < 2 * out.units() + 2; ++i) rows.push_back({{next++, 1}});
  const auto tying = TyingMap::custom(Layout(oracle), rows);
  REQUIRE(tying.error() == "");
  Network<double> tied(oracle, tying.value());
  REQUIRE(tied.parameterCount() == network.parameterCount());

  const Matrix<double> X = normals(5, in.units(), 1), Y = normals(5, 2, 2);
  const Vector<double> theta = normals(network.parameterCount(), 1, 3) * 0.5;
  const Vector<double> v = normals(network.parameterCount(), 1, 4);
  CHECK((Matrix<double>(network.forward(theta, X)) - tied.forward(theta, X)).norm() < 1e-12);
  Vector<double> a, b;
  network.gradient(theta, X, Y, {}, a);
  tied.gradient(theta, X, Y, {}, b);
  CHECK((a - b).norm() < 1e-12 * b.norm());
  network.hessianVector(theta, v, X, Y, {}, a);
  tied.hessianVector(theta, v, X, Y, {}, b);
  CHECK((a - b).norm() < 1e-12 * b.norm());
  Matrix<double> J, K;
  network.jacobian(theta, X, J);
  tied.jacobian(theta, X, K);
  CHECK((J - K).norm() < 1e-12 * K.norm());
}

}  // namespace

TEST_CASE("convolution: a dense layer whose tying map shares the taps") {
  for (const bool shared : {true, false}) {
    INFO(shared);
    compareWithTiedDense({1, 1, 9}, 2, Window::line(5), shared);
    compareWithTiedDense({2, 1, 8}, 5, Window::line(3, 2), shared);
    compareWithTiedDense({3, 5, 4}, 6, {3, 2, 2, 1}, shared);
    compareWithTiedDense({2, 4, 4}, 3, Window::square(4), shared);
  }
  // Weights that only ever meet padding are parameters that T would not have.
  compareWithTiedDense({2, 1, 8}, 5, Window::line(3, 2, 1), true);
  compareWithTiedDense({1, 6, 6}, 3, Window::square(3, 1, 1), true);
  compareWithTiedDense({3, 5, 4}, 6, {3, 2, 2, 1, 2, 1}, true);
}

TEST_CASE("convolution: weights and fan-in, without a dense matrix") {
  const Layout shared(Architecture::ofLayers({3, 32, 32}, {ConvolutionLayer{16}}));
  CHECK(shared.weightCount() == 3 * 9 * 16 + 16);
  CHECK(shared.output().shape == FeatureShape{16, 32, 32});
  const Layout local(
      Architecture::ofLayers({1, 1, 32}, {ConvolutionLayer{4, Window::line(5), true, false}}));
  CHECK(local.weightCount() == 28 * (5 * 4 + 4));
  // He: variance 2 / fan-in, the places under the window of all channels.
  Rng rng(1);
  Vector<double> theta;
  const Layout many(Architecture::ofLayers({8, 4, 4}, {ConvolutionLayer{64, Window::square(3)}}));
  initialise<double>(many, TyingMap::none(many), {.scheme = InitScheme::He}, rng, theta);
  const double variance = theta.head(72 * 64).squaredNorm() / (72 * 64);
  CHECK(std::abs(variance - 2.0 / 72) < 0.05 * 2.0 / 72);
  initialise<double>(many, TyingMap::none(many), {.scheme = InitScheme::Xavier}, rng, theta);
  CHECK(std::abs(theta.head(72 * 64).squaredNorm() / (72 * 64) - 2.0 / (72 + 64 * 9)) <
        0.05 * 2.0 / (72 + 64 * 9));
}

TEST_CASE("pooling: largest and mean by the definition, padding not counted") {
  Matrix<double> X(1, 9);
  X << 1, -2, 3, 4, -5, -6, -7, -8, -9;
  const auto pooled = [&](PoolingKind kind, const Window& window) {
    return through({1, 3, 3}, {PoolingLayer{kind, window}}, X);
  };
  Matrix<double> expected(1, 4);
  expected << 4, 3, 4, -5;
  CHECK(pooled(PoolingKind::Max, Window::square(2, 1)) == expected);
  expected << -0.5, -2.5, -4, -7;
  CHECK((pooled(PoolingKind::Average, Window::square(2, 1)) - expected).norm() < 1e-15);
  expected << 1, 3, 4, -5;
  CHECK(pooled(PoolingKind::Max, Window::square(2, 2, 1)) == expected);
  expected << 1, 0.5, -1.5, -7;
  CHECK((pooled(PoolingKind::Average, Window::square(2, 2, 1)) - expected).norm() < 1e-15);
  CHECK(pooled(PoolingKind::Max, Window::whole())(0, 0) == 4);
  CHECK(std::abs(pooled(PoolingKind::Average, Window::whole())(0, 0) + 29.0 / 9) < 1e-15);
  // NaN does not hide, wherever it is.
  for (Index i = 0; i < 9; ++i) {
    Matrix<double> bad = X;
    bad(0, i) = std::numeric_limits<double>::quiet_NaN();
    CHECK(std::isnan(
        through({1, 3, 3}, {PoolingLayer{PoolingKind::Max, Window::whole()}}, bad)(0, 0)));
  }
}

TEST_CASE("batch norm: mean 0 and variance 1 over the examples, whatever the padding") {
  const FeatureShape shape{2, 1, 3};
  Network<double> network(Architecture::ofLayers(shape, {BatchNormLayer{1e-9}}));
  Network<float> inFloat(network.architecture());
  Vector<double> theta(4);
  theta << 1, 1, 0, 0;
  for (Index n = 2; n <= 9; ++n) {
    INFO(n);
    const Matrix<double> X = 3 * normals(n, 6, 7).array() + 2;
    const Matrix<double> Z = network.forward(theta, X);
    for (Index c = 0; c < 2; ++c) {
      CHECK(std::abs(Z.middleCols(3 * c, 3).mean()) < 1e-14);
      CHECK(std::abs(Z.middleCols(3 * c, 3).squaredNorm() / static_cast<double>(3 * n) - 1) < 1e-8);
    }
    const Matrix<float> Zf = inFloat.forward(theta.cast<float>(), X.cast<float>());
    CHECK((Zf.cast<double>() - Z).norm() < 1e-5 * Z.norm());
  }
  theta << 2, 3, 0.5, -1;
  const Matrix<double> Z = network.forward(theta, normals(4, 6, 8));
  CHECK(std::abs(Z.leftCols(3).mean() - 0.5) < 1e-14);
  CHECK(std::abs(Z.rightCols(3).mean() + 1) < 1e-14);
}

TEST_CASE("batch norm: the exact gradient identity of a normalised unit") {
  // With epsilon -> 0: |dL/da|^2 = (gamma / s)^2 (|g|^2 - (1.g)^2 / m - (g.a^)^2 / m), where
  // g = dL/dz (Santurkar et al. 2018, theorem 4.1). A bias below reads off dL/da one example at a
  // time: the network's input is a one-hot batch.
  constexpr Index m = 6;
  Network<double> network(
      Architecture::ofLayers({int{m}, 1, 1}, {DenseLayer{1, false}, BatchNormLayer{1e-300}}));
  Vector<double> theta(m + 2), gradient;
  theta << normals(m, 1, 11), 1.7, -0.3;
  const Matrix<double> X = Matrix<double>::Identity(m, m), Y = normals(m, 1, 12);
  network.gradient(theta, X, Y, {}, gradient);
  const Vector<double> z = network.forward(theta, X).col(0), g = (z - Y.col(0)) / m;
  const Vector<double> normal = (z.array() + 0.3) / 1.7;
  const Vector<double> a = theta.head(m);
  const double variance = (a.array() - a.mean()).square().mean();
  const double predicted =
      1.7 * 1.7 / variance *
      (g.squaredNorm() - g.sum() * g.sum() / m - g.dot(normal) * g.dot(normal) / m);
  CHECK(std::abs(gradient.head(m).squaredNorm() - predicted) < 1e-13 * predicted);
  network.gradient(theta, X, Y, {}, gradient);
  CHECK(gradient.head(m) == network.preActivationGradient(0).col(0));
}

TEST_CASE("pre-activation gradient: with the layer's input it makes the layer's gradient") {
  // Fewer examples than units, so that the product of the two has no other solution.
  const Index examples = 5;
  const Matrix<double> X = normals(examples, 2, 21), Y = normals(examples, 2, 22);
  for (const bool batchNorm : {false, true}) {
    for (const bool skip : {false, true}) {
      Network<double> network(
          Architecture{.widths = {2, 6, 7, 6, 2}, .batchNorm = batchNorm, .skip = skip});
      const Vector<double> theta = normals(network.parameterCount(), 1, 23);
      Vector<double> gradient;
      network.gradient(theta, X, Y, {}, gradient);
      for (int l = 0; l < 4; ++l) {
        const LayerBlock& block = network.layout().layers()[static_cast<size_t>(l)];
        const Matrix<double> input = l == 0 ? X : Matrix<double>(network.activation(l - 1));
        const Matrix<double> delta = network.preActivationGradient(l);
        const Matrix<double> product = delta.transpose() * input;
        const Matrix<double> own =
            gradient.segment(block.weight, block.weights()).reshaped(block.out, block.in);
        CHECK((own - product).norm() < 1e-13 * own.norm());
        if (block.bias < 0) {
          // The mean is what the normalisation takes away.
          CHECK(delta.colwise().sum().norm() < 1e-13 * delta.norm());
        } else {
          CHECK((gradient.segment(block.bias, block.out) - delta.colwise().sum().transpose())
                    .norm() < 1e-13 * delta.norm());
        }
      }
    }
  }
}

TEST_CASE("batch norm: running averages change when told to, and evaluation uses them") {
  Network<double> network(Architecture::ofLayers({1, 1, 2}, {BatchNormLayer{1e-9, 0.25}}));
  Vector<double> theta(2), g, Hv;
  theta << 1, 0;
  const Matrix<double> X = 2 * normals(5, 2, 3).array() + 1, Y = normals(5, 2, 4);
  Vector<double> averages(2);
  averages << 0, 1;
  CHECK(network.averages() == averages);
  network.updateAverages();  // no batch yet
  CHECK(network.averages() == averages);
  network.loss(theta, X, Y, {});
  network.gradient(theta, X, Y, {}, g);
  network.hessianVector(theta, theta, X, Y, {}, Hv);
  CHECK(network.averages() == averages);
  network.updateAverages();
  const double mean = X.mean(), variance = (X.array() - mean).square().sum() / 9;
  CHECK(std::abs(network.averages()[0] - 0.25 * mean) < 1e-15);
  CHECK(std::abs(network.averages()[1] - (0.75 + 0.25 * variance)) < 1e-14);

  const Network<double> copy = network;
  for (int i = 0; i < 200; ++i) network.updateAverages();
  CHECK(std::abs(network.averages()[0] - mean) < 1e-14);
  CHECK(std::abs(network.averages()[1] - variance) < 1e-13);
  CHECK(copy.averages() != network.averages());

  CHECK(network.training());
  network.setTraining(false);
  const Matrix<double> Z = network.forward(theta, X);
  CHECK((Z - ((X.array() - mean) / std::sqrt(variance)).matrix()).norm() < 1e-8);
  // Each example for itself again, and averages at rest.
  const Vector<double> before = network.averages();
  const Matrix<double> first = X.topRows(1);
  CHECK(Matrix<double>(network.forward(theta, first)) == Z.topRows(1));
  network.setTraining(true);
  CHECK(Matrix<double>(network.forward(theta, first)) != Z.topRows(1));
  CHECK(network.averages() == before);
}

TEST_CASE("residual and branches: sums and channels side by side") {
  const Matrix<double> X = normals(5, 4, 9);
  CHECK(through({2, 1, 2}, {ResidualLayer{}}, X) == 2 * X);
  Matrix<double> expected(5, 10);
  expected << X, X.cwiseMax(0), X.leftCols(2).rowwise().mean(), X.rightCols(2).rowwise().mean();
  const std::vector<LayerSpec> average{PoolingLayer{PoolingKind::Average, Window::whole()}};
  const std::vector<LayerSpec> relu{ActivationLayer{Activation::Relu}};
  CHECK((through({2, 1, 2},
                 {BranchesLayer{
                     {{ReshapeLayer{{4, 1, 1}}}, {ReshapeLayer{{4, 1, 1}}, relu[0]}, average}}},
                 X) -
         expected)
            .norm() < 1e-15);
}

TEST_CASE("layers: a fully connected network by hand is the same to the bit") {
  const Architecture byWidths{.widths = {3, 5, 4, 2}, .activation = Activation::Gelu, .skip = true};
  const ActivationLayer gelu{Activation::Gelu, 0.01};
  Problem a = fixtures::makeLayerProblem(byWidths, Loss::Squared, 5);
  Problem b = fixtures::makeLayerProblem(
      Architecture::ofLayers(
          {3, 1, 1}, {DenseLayer{5}, gelu, OutputSkipLayer{}, DenseLayer{4}, gelu, DenseLayer{2}}),
      Loss::Squared, 5);
  REQUIRE(a.theta == b.theta);
  Vector<double> g, h;
  CHECK(a.network.gradient(a.theta, a.X, a.Y, {}, g) ==
        b.network.gradient(b.theta, a.X, a.Y, {}, h));
  CHECK(g == h);
  CHECK(b.network.architecture().inputs() == 3);
  CHECK(b.network.architecture().outputs() == 2);
  CHECK(b.network.layout().skips()[0].layer == 0);
  CHECK(Matrix<double>(b.network.after(1)) == Matrix<double>(b.network.activation(0)));
}

TEST_CASE("layers: float and double agree, and no allocation inside a step") {
  for (const Architecture& a : {fixtures::batchNormNet(3, 8, Activation::Relu),
                                fixtures::signalNet("shared", 32, 4, Activation::Relu),
                                fixtures::inceptionSmall(8, 24, true, Activation::Tanh)}) {
    Problem p = fixtures::makeLayerProblem(a, Loss::Squared, 7);
    Network<float> network(a);
    network.setAverages(p.network.averages().cast<float>());
    const Matrix<float> X = p.X.cast<float>(), Y = p.Y.cast<float>();
    const Vector<float> theta = p.theta.cast<float>();
    Vector<double> g, Hv;
    Vector<float> gf, Hvf;
    for (const bool training : {true, false}) {
      p.network.setTraining(training);
      network.setTraining(training);
      const double value = p.network.gradient(p.theta, p.X, p.Y, p.loss, g);
      CHECK(std::abs(network.gradient(theta, X, Y, p.loss, gf) - value) < 1e-5 * (1 + value));
      CHECK((gf.cast<double>() - g).norm() < 1e-4 * g.norm());
      p.network.hessianVector(p.theta, p.theta, p.X, p.Y, p.loss, Hv);
      network.hessianVector(theta, theta, X, Y, p.loss, Hvf);
      CHECK((Hvf.cast<double>() - Hv).norm() < 1e-3 * Hv.norm());
    }
    if (tests::allocationCount() < 0) continue;
    const PaddedBatch<float> batch(X, Y);
    const auto step = [&] {
      network.gradient(theta, batch.view(), p.loss, gf);
      network.updateAverages();
      network.hessianVector(theta, theta, batch.view(), p.loss, Hvf);
      network.forward(theta, batch.view());
    };
    network.setTraining(true);
    step();
    const long long before = tests::allocationCount();
    step();
    CHECK(tests::allocationCount() == before);
  }
}

TEST_CASE("layers: small Alexnet and Inception at full size learn from one step") {
  struct Case {
    Architecture architecture;
    Index parameters;
  };
  // Without batch normalisation the numbers of parameters that Zhang et al. 2017 give.
  for (const auto& [architecture, parameters] :
       {Case{fixtures::alexnetSmall(28, 1, Activation::Relu), 1'387'786},
        Case{fixtures::inceptionSmall(28, 1, false, Activation::Relu), 1'649'402},
        Case{fixtures::inceptionSmall(28, 1, true, Activation::Relu), 1'649'402 + 1712}}) {
    Network<float> network(architecture);
    CHECK(network.parameterCount() == parameters);
    Rng rng(1);
    Matrix<float> X, Y;
    fixtures::makeData<float>(Loss::CrossEntropy, 4, 3 * 28 * 28, 10, rng, X, Y);
    Vector<float> theta, g;
    initialise<float>(network.layout(), network.tying(), {.scheme = InitScheme::He}, rng, theta);
    const float before = network.gradient(theta, X, Y, {.kind = Loss::CrossEntropy}, g);
    REQUIRE(std::isfinite(before));
    REQUIRE(g.allFinite());
    // So small a step that the first order holds.
    const float step = 0.01f * before / g.squaredNorm();
    const float after = network.loss(theta - step * g, X, Y, {.kind = Loss::CrossEntropy});
    CHECK(std::abs((before - after) / (step * g.squaredNorm()) - 1) < 0.2);
  }
}

TEST_CASE("layers: messages for networks that cannot be") {
  const auto error = [](const FeatureShape& input, std::vector<LayerSpec> layers) {
    return Architecture::ofLayers(input, std::move(layers)).validate().error();
  };
  CHECK(error({1, 4, 4}, {ConvolutionLayer{1, Window::square(5)}}) ==
        "a window of 5 x 5 does not fit on 1 x 4 x 4");
  CHECK(error({1, 4, 4}, {ConvolutionLayer{1, Window::square(2, 0)}}) ==
        "a window's stride below 1");
  CHECK(error({1, 4, 4}, {PoolingLayer{PoolingKind::Max, Window::square(2, 2, 2)}}) ==
        "a window's padding is outside [0, window)");
  CHECK(error({1, 4, 4}, {ConvolutionLayer{0}}) == "a convolution needs at least one filter");
  CHECK(error({1, 4, 4}, {PoolingLayer{PoolingKind::Max, {-1, 2}}}) == "a window below 0 x 0");
  CHECK(error({1, 4, 4}, {ReshapeLayer{{5, 1, 3}}}) == "1 x 4 x 4 cannot be reshaped to 5 x 1 x 3");
  CHECK(error({2, 1, 1}, {ResidualLayer{{DenseLayer{3}}, {}}}) ==
        "a residual block adds 3 x 1 x 1 to 2 x 1 x 1");
  CHECK(error({1, 4, 4}, {BranchesLayer{{{}, {DenseLayer{2}}}}}) ==
        "branches that end as 1 x 4 x 4 and 2 x 1 x 1 cannot be concatenated");
  CHECK(error({1, 4, 4}, {BranchesLayer{}}) == "no branches to concatenate");
  CHECK(error({2, 1, 1}, {DenseLayer{0}}) == "layer width 0 is below 1");
  CHECK(error({2, 1, 1}, {BatchNormLayer{0}}) == "batch normalisation needs an epsilon above 0");
  CHECK_FALSE(error({2, 1, 1}, {BatchNormLayer{1e-5, 0}}).empty());
  CHECK(error({2, 0, 1}, {DenseLayer{1}}) == "an input shape needs at least one unit");
  CHECK(error({2, 1, 1}, {DenseLayer{2}, OutputSkipLayer{}, ActivationLayer{}}) ==
        "a network with skips to the output must end in a dense layer");
  CHECK(error({2, 1, 1}, {ReshapeLayer{{1, 1, 2}}}) == "a network needs a layer that computes");
  CHECK(error({2, 1, 1}, {DenseLayer{1}}).empty());
}
