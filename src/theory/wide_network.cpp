#include "theory/wide_network.h"

#include <cmath>
#include <numbers>

#include "base/check.h"

namespace basin {

namespace {

template <class S>
void fill(Rng& rng, Matrix<S>& W) {
  for (Index j = 0; j < W.cols(); ++j) {
    for (Index i = 0; i < W.rows(); ++i) W(i, j) = static_cast<S>(rng.normal());
  }
}

template <class S>
void activate(KernelActivation activation, const Matrix<S>& f, S scale, Matrix<S>& g,
              Matrix<S>& slope) {
  g.resize(f.rows(), f.cols());
  slope.resize(f.rows(), f.cols());
  switch (activation) {
    case KernelActivation::Relu:
      g = scale * f.cwiseMax(S(0));
      slope = (f.array() > S(0)).template cast<S>() * scale;
      return;
    case KernelActivation::Erf:
      g = f.unaryExpr([scale](S v) { return scale * std::erf(v); });
      slope = (scale * S(2) * std::numbers::inv_sqrtpi_v<S>)*(-f.array().square()).exp();
      return;
    case KernelActivation::Linear:
      g = scale * f;
      slope.setConstant(scale);
      return;
  }
}

}  // namespace

template <class S>
WideNetwork<S>::WideNetwork(const KernelSpec& spec, int width, Index inputs, Rng rng)
    : spec_(spec),
      width_(width),
      scale_(static_cast<S>(std::sqrt(kernelScale(spec.activation) / width))) {
  CHECK(spec.depth >= 1 && width >= 1 && inputs >= 1);
  for (int h = 0; h < spec.depth; ++h) {
    weights_.emplace_back(width, h == 0 ? inputs : width);
    fill(rng, weights_.back());
    Matrix<S> b(width, 1);
    if (spec.bias != 0)
      fill(rng, b);
    else
      b.setZero();
    biases_.push_back(b.col(0));
  }
  Matrix<S> out(width, 1);
  fill(rng, out);
  output_ = out.col(0);
  outputBias_ = spec.bias != 0 ? static_cast<S>(rng.normal()) : S(0);
  active_.resize(weights_.size());
  slope_.resize(weights_.size());
  signal_.resize(weights_.size());
}

template <class S>
Index WideNetwork<S>::parameterCount() const {
  Index count = output_.size() + (spec_.bias != 0 ? 1 + width_ * spec_.depth : 0);
  for (const Matrix<S>& W : weights_) count += W.size();
  return count;
}

template <class S>
Vector<S> WideNetwork<S>::forward(const Matrix<S>& X) {
  Matrix<S> f;
  for (std::size_t h = 0; h < weights_.size(); ++h) {
    if (h == 0) {
      f.noalias() = weights_[0] * X.transpose();
    } else {
      f.noalias() = weights_[h] * active_[h - 1];
    }
    if (spec_.bias != 0) f.colwise() += bias() * biases_[h];
    activate(spec_.activation, f, scale_, active_[h], slope_[h]);
  }
  Vector<S> out = active_.back().transpose() * output_;
  if (spec_.bias != 0) out.array() += bias() * outputBias_;
  return out;
}

template <class S>
void WideNetwork<S>::backward() {
  const std::size_t last = weights_.size() - 1;
  signal_[last] = slope_[last].array().colwise() * output_.array();
  for (std::size_t h = last; h-- > 0;) {
    signal_[h].noalias() = weights_[h + 1].transpose() * signal_[h + 1];
    signal_[h].array() *= slope_[h].array();
  }
}

template <class S>
void WideNetwork<S>::addGradients(const Matrix<S>& X, const Vector<S>& weight) {
  CHECK(active_.back().cols() == X.rows() && weight.size() == X.rows());
  backward();
  for (std::size_t h = 0; h < weights_.size(); ++h) {
    signal_[h].array().rowwise() *= weight.transpose().array();
    if (h == 0) {
      weights_[0].noalias() += signal_[0] * X;
    } else {
      weights_[h].noalias() += signal_[h] * active_[h - 1].transpose();
    }
    if (spec_.bias != 0) biases_[h] += bias() * signal_[h].rowwise().sum();
  }
  output_.noalias() += active_.back() * weight;
  if (spec_.bias != 0) outputBias_ += bias() * weight.sum();
}

template <class S>
MatrixXd WideNetwork<S>::tangentKernel(const Matrix<S>& X) {
  forward(X);
  backward();
  const auto gram = [](const Matrix<S>& A) {
    const Matrix<S> product = A.transpose() * A;
    return MatrixXd(product.template cast<double>());
  };
  const double bias = spec_.bias * spec_.bias;
  const Matrix<S> inputs = X.transpose();
  MatrixXd kernel = gram(active_.back()).array() + bias;
  for (std::size_t h = 0; h < weights_.size(); ++h) {
    const MatrixXd below = gram(h == 0 ? inputs : active_[h - 1]);
    kernel.array() += (below.array() + bias) * gram(signal_[h]).array();
  }
  return kernel;
}

template <class S>
double WideNetwork<S>::squaredDistance(const WideNetwork& other) const {
  double sum =
      (output_ - other.output_).template cast<double>().squaredNorm() +
      static_cast<double>((outputBias_ - other.outputBias_) * (outputBias_ - other.outputBias_));
  for (std::size_t h = 0; h < weights_.size(); ++h) {
    sum += (weights_[h] - other.weights_[h]).template cast<double>().squaredNorm();
    sum += (biases_[h] - other.biases_[h]).template cast<double>().squaredNorm();
  }
  return sum;
}

template <class S>
double WideNetwork<S>::squaredNorm() const {
  double sum = output_.template cast<double>().squaredNorm() +
               static_cast<double>(outputBias_ * outputBias_);
  for (std::size_t h = 0; h < weights_.size(); ++h) {
    sum += weights_[h].template cast<double>().squaredNorm() +
           biases_[h].template cast<double>().squaredNorm();
  }
  return sum;
}

template class WideNetwork<float>;
template class WideNetwork<double>;

}  // namespace basin
