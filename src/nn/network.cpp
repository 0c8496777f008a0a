#include "nn/network.h"

#include "base/check.h"

namespace basin {

template <class S>
Network<S>::Network(const Architecture& architecture, const TyingMap& tying)
    : architecture_(architecture), layout_(architecture), tying_(tying) {
  CHECK(tying_.weightCount() == layout_.weightCount(), "tying map made for another layout");
  for (const OperationSpec& spec : layout_.operations()) operations_.emplace_back(spec);
  if (!tying_.isIdentity()) {
    weights_.resize(weightCount());
    weightGradient_.resize(weightCount());
  }
  averages_.setZero(layout_.averageCount());
  for (const NormBlock& norm : layout_.norms()) {
    averages_.segment(norm.variance, norm.channels).setOnes();
  }
}

template <class S>
Network<S>::Network(const Architecture& architecture)
    : Network(architecture, TyingMap::none(Layout(architecture))) {}

template <class S>
void Network<S>::prepare(Index maxBatch) {
  CHECK(maxBatch >= 1, "a batch holds at least one example");
  const Index stride = paddedSize<S>(maxBatch);
  if (stride <= capacity_) return;
  capacity_ = stride;
  values_.resize(stride * layout_.columns());
  deltas_.resize(stride * layout_.deltaColumns());
  for (auto& operation : operations_) operation->reserve(stride, false);
}

template <class S>
void Network<S>::prepareR() {
  if (capacityR_ == capacity_) return;
  capacityR_ = capacity_;
  if (!tying_.isIdentity()) directionWeights_.resize(weightCount());
  zeros_.setZero(capacity_ * layout_.input().shape.units());
  Rvalues_.resize(capacity_ * layout_.columns());
  Rdeltas_.resize(capacity_ * layout_.deltaColumns());
  for (auto& operation : operations_) operation->reserve(capacity_, true);
}

template <class S>
void Network<S>::setAverages(const Vector<S>& averages) {
  CHECK(averages.size() == averages_.size(), "running averages of the wrong length");
  averages_ = averages;
}

template <class S>
const S* Network<S>::expand(const Vector<S>& theta, Vector<S>& weights) const {
  CHECK(theta.size() == parameterCount(), "parameter vector of the wrong length");
  if (tying_.isIdentity()) return theta.data();
  tying_.expand(theta.data(), weights.data());
  return weights.data();
}

template <class S>
const S* Network<S>::expandDirection(const Vector<S>& v, Vector<S>& weights) const {
  CHECK(v.size() == parameterCount(), "direction of the wrong length");
  if (tying_.isIdentity()) return v.data();
  tying_.expandDirection(v.data(), weights.data());
  return weights.data();
}

template <class S>
const BatchView<S>& Network<S>::adopt(const Matrix<S>& X, const Matrix<S>& Y) {
  CHECK(X.rows() >= 1 && X.cols() == layout_.input().shape.units(), "inputs of the wrong shape");
  CHECK(Y.size() == 0 || (Y.rows() == X.rows() && Y.cols() == layout_.output().shape.units()),
        "targets of the wrong shape");
  padded_.assign(X, Y);
  adopted_ = padded_.view();
  return adopted_;
}

template <class S>
Pass<S> Network<S>::begin(const Vector<S>& theta, const BatchView<S>& batch) {
  prepare(batch.size);
  size_ = batch.size;
  stride_ = batch.stride;
  return {.size = size_,
          .stride = stride_,
          .training = training_,
          .w = expand(theta, weights_),
          .averages = averages_.data(),
          .x = batch.x,
          .values = values_.data(),
          .deltas = deltas_.data()};
}

template <class S>
void Network<S>::forwardPass(const Pass<S>& pass) {
  for (auto& operation : operations_) operation->forward(pass);
  for (const int i : layout_.finishing()) operations_[static_cast<size_t>(i)]->finish(pass);
}

template <class S>
void Network<S>::backwardPass(const Pass<S>& pass) {
  for (size_t i = operations_.size(); i-- > 0;) operations_[i]->backward(pass);
}

// Where derivatives by the weights go on their way to those by the parameters.
template <class S>
S* Network<S>::weightGradientFor(Vector<S>& gradient) {
  if (gradient.size() != parameterCount()) gradient.resize(parameterCount());
  return tying_.isIdentity() ? gradient.data() : weightGradient_.data();
}

template <class S>
StridedMap<S> Network<S>::forward(const Vector<S>& theta, const BatchView<S>& batch) {
  forwardPass(begin(theta, batch));
  return value(layout_.output());
}

template <class S>
S Network<S>::loss(const Vector<S>& theta, const BatchView<S>& batch, const LossSpec& spec) {
  forwardPass(begin(theta, batch));
  return lossValue<S>(spec, lossShape(), valuesOf(layout_.output()), batch.y);
}

template <class S>
S Network<S>::gradient(const Vector<S>& theta, const BatchView<S>& batch, const LossSpec& spec,
                       Vector<S>& gradient) {
  Pass<S> pass = begin(theta, batch);
  pass.gradient = weightGradientFor(gradient);
  forwardPass(pass);
  const S value = lossGradient<S>(spec, lossShape(), valuesOf(layout_.output()), batch.y,
                                  deltasOf(layout_.output()));
  backwardPass(pass);
  if (!tying_.isIdentity()) tying_.pullBack(weightGradient_.data(), gradient.data());
  return value;
}

template <class S>
void Network<S>::hessianVector(const Vector<S>& theta, const Vector<S>& v,
                               const BatchView<S>& batch, const LossSpec& spec, Vector<S>& out) {
  Pass<S> pass = begin(theta, batch);
  prepareR();
  pass.v = expandDirection(v, directionWeights_);
  pass.zeros = zeros_.data();
  pass.Rvalues = Rvalues_.data();
  pass.Rdeltas = Rdeltas_.data();
  pass.gradient = weightGradientFor(out);
  forwardPass(pass);
  for (auto& operation : operations_) operation->forwardR(pass);
  for (const int i : layout_.finishing()) operations_[static_cast<size_t>(i)]->finishR(pass);
  const ValueBlock& output = layout_.output();
  lossGradient<S>(spec, lossShape(), valuesOf(output), batch.y, deltasOf(output));
  lossHessianVector<S>(spec, lossShape(), valuesOf(output), batch.y,
                       pass.Rvalues + output.column * stride_,
                       pass.Rdeltas + output.delta * stride_);
  for (size_t i = operations_.size(); i-- > 0;) operations_[i]->backwardR(pass);
  if (!tying_.isIdentity()) tying_.pullBack(weightGradient_.data(), out.data());
}

template <class S>
void Network<S>::jacobian(const Vector<S>& theta, const Matrix<S>& X, Matrix<S>& J) {
  Pass<S> pass = begin(theta, adopt(X, Matrix<S>()));
  forwardPass(pass);
  const ValueBlock& output = layout_.output();
  const Index outputs = output.shape.units();
  J.setZero(size_ * outputs, parameterCount());
  auto delta = Eigen::Map<Matrix<S>>(deltasOf(output), stride_, outputs);
  if (training_ && !layout_.norms().empty()) {
    // Every output depends on the whole batch, so each is a gradient of its own.
    Vector<S> row;
    pass.gradient = weightGradientFor(row);
    for (Index r = 0; r < J.rows(); ++r) {
      delta.setZero();
      delta(r % size_, r / size_) = 1;
      backwardPass(pass);
      if (!tying_.isIdentity()) tying_.pullBack(weightGradient_.data(), row.data());
      J.row(r) = row.transpose();
    }
    return;
  }
  for (Index k = 0; k < outputs; ++k) {
    delta.setZero();
    delta.col(k).setOnes();
    const JacobianRows<S> rows(J, tying_, k * size_, size_);
    for (size_t i = operations_.size(); i-- > 0;) {
      operations_[i]->jacobian(pass, rows);
      operations_[i]->backward(pass);
    }
  }
}

template <class S>
StridedMap<S> Network<S>::preActivation(int layer) const {
  return value(made(layer));
}

template <class S>
StridedMap<S> Network<S>::preActivationGradient(int layer) const {
  return columns(deltas_, made(layer).delta, made(layer));
}

template <class S>
StridedMap<S> Network<S>::activation(int layer) const {
  return value(layout_.values()[static_cast<size_t>(layout_.layers()[layer].activated)]);
}

template <class S>
StridedMap<S> Network<S>::forward(const Vector<S>& theta, const Matrix<S>& X) {
  return forward(theta, adopt(X, Matrix<S>()));
}

template <class S>
S Network<S>::loss(const Vector<S>& theta, const Matrix<S>& X, const Matrix<S>& Y,
                   const LossSpec& spec) {
  return loss(theta, adopt(X, Y), spec);
}

template <class S>
S Network<S>::gradient(const Vector<S>& theta, const Matrix<S>& X, const Matrix<S>& Y,
                       const LossSpec& spec, Vector<S>& gradient) {
  return this->gradient(theta, adopt(X, Y), spec, gradient);
}

template <class S>
void Network<S>::hessianVector(const Vector<S>& theta, const Vector<S>& v, const Matrix<S>& X,
                               const Matrix<S>& Y, const LossSpec& spec, Vector<S>& out) {
  hessianVector(theta, v, adopt(X, Y), spec, out);
}

template class Network<float>;
template class Network<double>;

}  // namespace basin
