#pragma once

#include <span>
#include <vector>

#include "linalg/types.h"

namespace basin {

// ReLU networks written down by hand that square, multiply and so approximate smooth functions,
// after Yarotsky 2017 (arXiv 1610.01145): what depth buys where no training is in the way.

/// A strict feed-forward ReLU network: a unit reads units of the layer before it and no others; the
/// last layer is linear.
struct ReluNet {
  struct Wire {
    int from;  ///< Unit of the layer before.
    double weight;
  };
  /// bias + sum of weight times unit; a unit is relu of it.
  struct Sum {
    double bias = 0;
    std::vector<Wire> wires;
  };
  std::vector<std::vector<Sum>> layers;

  int hiddenLayers() const { return static_cast<int>(layers.size()) - 1; }
  /// Wires, and a bias a unit.
  long weights() const;
  /// What a layer makes of the one before it (examples x units).
  MatrixXd after(std::size_t layer, const MatrixXd& before) const;
  /// The outputs (examples x outputs) at inputs (examples x inputs).
  MatrixXd outputs(const MatrixXd& inputs) const;
};

// ---- The square ----

/// 2 min(x, 1 - x) on [0, 1].
double tooth(double x);
/// f_m(x) = x - sum over s = 1..m of g_s(x)/4^s, where g_s is the tooth s times over: it
/// interpolates x² at the multiples of 2^-m. x is held to [0, 1]; m >= 0. In doubles it is exact at
/// dyadic x.
double squareInterpolant(double x, int m);
/// max of f_m - x², which is never negative: 4^(-m-1), at odd multiples of 2^(-m-1).
double squareError(int m);
/// f_m as m >= 1 hidden layers of three units, fully connected: relu(t), relu(t - 1/2) with t =
/// g_(s-1), and the sum so far.
ReluNet squareNet(int m);
/// Its weights and biases: 12 m - 2.
long squareWeights(int m);

// ---- Products ----

/// xy for |x|, |y| <= M by three squares, 2M²(f_m(|x+y|/2M) - f_m(|x|/2M) - f_m(|y|/2M)): its error
/// is from -M² 4^-m to 0, both reached; exactly 0 where x or y is. Beyond M a programming error.
double reluProduct(double x, double y, int m, double M = 1);
/// The same as m + 1 hidden layers on inputs x, y.
ReluNet productNet(int m, double M = 1);

// ---- One hidden layer ----

/// The polygon through values[j] at j/N, j = 0..N >= 1, as one hidden layer of N units.
ReluNet polygonNet(const VectorXd& values);
/// The largest error for f with |f''| <= curvature: curvature/(8N²), which a parabola reaches.
double polygonError(double curvature, double pieces);

// ---- Smooth functions, d = 1: Yarotsky's Theorem 1 ----

/// Sizes of its construction for the smoothness n and products of level m.
struct TaylorSize {
  int n = 1, m = 1, N = 1;

  /// The accuracy that products of level m serve, 16 n 4^-m, and the least N that makes (2/3N)^n/n!
  /// half of it: with them the error is at most the accuracy, where f and its derivatives to the
  /// n-th are at most 1.
  static TaylorSize ofLevel(int n, int m);
  double accuracy() const;
  /// Weights and hidden layers of LocalTaylor::net(), without making it.
  long weights() const;
  int hiddenLayers() const { return 1 + (n - 1) * (m + 1); }
  bool operator==(const TaylorSize&) const = default;
};

/// The largest error of the trapezoids' sum of exact Taylor polynomials where |f^(n)| <=
/// derivative: derivative/((2N)^n n!). At u/N to the right of a node two remainders are weighed, (2
/// - 3u) u^n + (3u - 1) (1 - u)^n, which is largest at u = 1/2; so it is sharper than the paper's
/// derivative (2/3N)^n/n!.
double taylorError(const TaylorSize& size, double derivative);

/// f~(x) = sum over i = 0..N, k < n of a_ik phi_i(x) (x - i/N)^k on [0, 1]: Taylor polynomials
/// about i/N, each where its trapezoid is. phi_i = psi(3N(x - i/N)) is 1 up to |x - i/N| = 1/3N and
/// 0 from twice that on; they sum to 1. Products are reluProduct, of (x - i/N) with what it made of
/// the power before.
class LocalTaylor {
 public:
  /// Row i of `coefficients` holds f^(k)(i/N)/k!, k = 0..n-1.
  LocalTaylor(const TaylorSize& size, MatrixXd coefficients);

  const TaylorSize& size() const { return size_; }
  const MatrixXd& coefficients() const { return a_; }
  double operator()(double x) const;
  /// phi_i(x) (x - i/N)^k, as its products make it.
  double part(int i, int k, double x) const;
  /// phi_i(x) times its Taylor polynomial.
  double piece(int i, double x) const;
  /// The same as a network of one input; every power is made once, from the one before.
  ReluNet net() const;

 private:
  TaylorSize size_;
  MatrixXd a_;
};

/// What |f~ - f| cannot exceed where |f^(k)| <= derivatives[k], k = 0..n: what taylorError says,
/// and the errors of the products.
double taylorBound(const TaylorSize& size, std::span<const double> derivatives);

}  // namespace basin
