#include "nn/network.h"

#include "base/check.h"
#include "nn/dense_kernels.h"

namespace basin {

template <class S>
Network<S>::Network(const Architecture& architecture, const TyingMap& tying)
    : architecture_(architecture), layout_(architecture), tying_(tying),
      layers_(layout_.layers().size()) {
  CHECK(tying_.weightCount() == layout_.weightCount(), "tying map made for another layout");
  if (!tying_.isIdentity()) {
    weights_.resize(weightCount());
    weightGradient_.resize(weightCount());
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
  for (size_t l = 0; l < layers_.size(); ++l) {
    const Index n = stride * layout_.layers()[l].out;
    layers_[l].z.resize(n);
    layers_[l].delta.resize(n);
    if (l + 1 < layers_.size()) layers_[l].h.resize(n);
  }
}

template <class S>
void Network<S>::prepareR() {
  if (capacityR_ == capacity_) return;
  capacityR_ = capacity_;
  if (!tying_.isIdentity()) directionWeights_.resize(weightCount());
  for (size_t l = 0; l < layers_.size(); ++l) {
    const Index n = capacity_ * layout_.layers()[l].out;
    for (auto* v : {&layers_[l].Rz, &layers_[l].Rdelta}) v->resize(n);
    if (l + 1 == layers_.size()) break;
    for (auto* v : {&layers_[l].first, &layers_[l].second, &layers_[l].Rh}) v->resize(n);
  }
}

template <class S>
const S* Network<S>::expand(const Vector<S>& theta, Vector<S>& weights) const {
  CHECK(theta.size() == parameterCount(), "parameter vector of the wrong length");
  if (tying_.isIdentity()) return theta.data();
  tying_.expand(theta.data(), weights.data());
  return weights.data();
}

template <class S>
const BatchView<S>& Network<S>::adopt(const Matrix<S>& X, const Matrix<S>& Y) {
  CHECK(X.rows() >= 1 && X.cols() == architecture_.inputs(), "inputs of the wrong shape");
  CHECK(Y.size() == 0 || (Y.rows() == X.rows() && Y.cols() == architecture_.outputs()),
        "targets of the wrong shape");
  padded_.assign(X, Y);
  adopted_ = padded_.view();
  return adopted_;
}

template <class S>
void Network<S>::begin(const BatchView<S>& batch) {
  prepare(batch.size);
  size_ = batch.size;
  stride_ = batch.stride;
}

template <class S>
const S* Network<S>::inputOf(int layer, const S* x) const {
  return layer == 0 ? x : layers_[layer - 1].h.data();
}

template <class S>
void Network<S>::forwardPass(const S* w, const S* x) {
  const auto& blocks = layout_.layers();
  const int last = static_cast<int>(blocks.size()) - 1;
  for (int l = 0; l <= last; ++l) {
    const LayerBlock& block = blocks[l];
    const S* bias = block.bias >= 0 ? w + block.bias : nullptr;
    Layer& layer = layers_[l];
    dense::affine<false>(stride_, block.in, block.out, w + block.weight, bias, inputOf(l, x),
                         layer.z.data());
    if (l < last) {
      activate<S>(architecture_.activation, S(architecture_.slope), stride_ * block.out,
                  layer.z.data(), layer.h.data());
    }
  }
  for (const SkipBlock& skip : layout_.skips()) {
    dense::affine<true, S>(stride_, skip.in, skip.out, w + skip.weight, nullptr,
                           layers_[skip.layer].h.data(), layers_[last].z.data());
  }
}

// d loss / dh of a hidden layer into its delta, from the deltas above it.
template <class S>
void Network<S>::pullDelta(int l, const S* w) {
  const LayerBlock& above = layout_.layers()[l + 1];
  S* delta = layers_[l].delta.data();
  dense::pullBack<false>(stride_, above.in, above.out, w + above.weight,
                         layers_[l + 1].delta.data(), delta);
  if (l < static_cast<int>(layout_.skips().size())) {
    const SkipBlock& skip = layout_.skips()[l];
    dense::pullBack<true>(stride_, skip.in, skip.out, w + skip.weight,
                          layers_.back().delta.data(), delta);
  }
}

template <class S>
void Network<S>::backwardPass(const S* w, const S* x, S* gradient) {
  const auto& blocks = layout_.layers();
  for (int l = static_cast<int>(blocks.size()) - 1; l >= 0; --l) {
    const LayerBlock& block = blocks[l];
    Layer& layer = layers_[l];
    if (l + 1 < static_cast<int>(blocks.size())) {
      pullDelta(l, w);
      multiplyByDerivative<S>(architecture_.activation, S(architecture_.slope),
                              stride_ * block.out, layer.z.data(), layer.h.data(),
                              layer.delta.data());
    }
    dense::outer<false>(stride_, block.in, block.out, layer.delta.data(), inputOf(l, x),
                        gradient + block.weight,
                        block.bias >= 0 ? gradient + block.bias : nullptr);
  }
  for (const SkipBlock& skip : layout_.skips()) {
    dense::outer<false, S>(stride_, skip.in, skip.out, layers_.back().delta.data(),
                           layers_[skip.layer].h.data(), gradient + skip.weight, nullptr);
  }
}

template <class S>
StridedMap<S> Network<S>::forward(const Vector<S>& theta, const BatchView<S>& batch) {
  begin(batch);
  forwardPass(expand(theta, weights_), batch.x);
  return activation(architecture_.layers() - 1);
}

template <class S>
S Network<S>::loss(const Vector<S>& theta, const BatchView<S>& batch, const LossSpec& spec) {
  begin(batch);
  forwardPass(expand(theta, weights_), batch.x);
  return lossValue<S>(spec, lossShape(), layers_.back().z.data(), batch.y);
}

template <class S>
S Network<S>::gradient(const Vector<S>& theta, const BatchView<S>& batch, const LossSpec& spec,
                       Vector<S>& gradient) {
  begin(batch);
  if (gradient.size() != parameterCount()) gradient.resize(parameterCount());
  const S* w = expand(theta, weights_);
  forwardPass(w, batch.x);
  const S value = lossGradient<S>(spec, lossShape(), layers_.back().z.data(), batch.y,
                                  layers_.back().delta.data());
  if (tying_.isIdentity()) {
    backwardPass(w, batch.x, gradient.data());
  } else {
    backwardPass(w, batch.x, weightGradient_.data());
    tying_.pullBack(weightGradient_.data(), gradient.data());
  }
  return value;
}

template <class S>
void Network<S>::forwardR(const S* w, const S* v, const S* x) {
  const auto& blocks = layout_.layers();
  const int last = static_cast<int>(blocks.size()) - 1;
  for (int l = 0; l <= last; ++l) {
    const LayerBlock& block = blocks[l];
    Layer& layer = layers_[l];
    dense::affine<false>(stride_, block.in, block.out, v + block.weight,
                         block.bias >= 0 ? v + block.bias : nullptr, inputOf(l, x),
                         layer.Rz.data());
    if (l > 0) {
      dense::affine<true, S>(stride_, block.in, block.out, w + block.weight, nullptr,
                             layers_[l - 1].Rh.data(), layer.Rz.data());
    }
    if (l == last) break;
    const Index n = stride_ * block.out;
    activationDerivatives<S>(architecture_.activation, S(architecture_.slope), n, layer.z.data(),
                             layer.h.data(), layer.first.data(), layer.second.data());
    layer.Rh.head(n).array() = layer.first.head(n).array() * layer.Rz.head(n).array();
  }
  for (const SkipBlock& skip : layout_.skips()) {
    const Layer& from = layers_[skip.layer];
    S* Rz = layers_[last].Rz.data();
    dense::affine<true, S>(stride_, skip.in, skip.out, v + skip.weight, nullptr, from.h.data(),
                           Rz);
    dense::affine<true, S>(stride_, skip.in, skip.out, w + skip.weight, nullptr, from.Rh.data(),
                           Rz);
  }
}

template <class S>
void Network<S>::backwardR(const S* w, const S* v, const S* x, S* out) {
  const auto& blocks = layout_.layers();
  const Layer& top = layers_.back();
  for (int l = static_cast<int>(blocks.size()) - 1; l >= 0; --l) {
    const LayerBlock& block = blocks[l];
    Layer& layer = layers_[l];
    if (l + 1 < static_cast<int>(blocks.size())) {
      pullDelta(l, w);
      const LayerBlock& above = blocks[l + 1];
      S* Rdelta = layer.Rdelta.data();
      dense::pullBack<false>(stride_, above.in, above.out, v + above.weight,
                             layers_[l + 1].delta.data(), Rdelta);
      dense::pullBack<true>(stride_, above.in, above.out, w + above.weight,
                            layers_[l + 1].Rdelta.data(), Rdelta);
      if (l < static_cast<int>(layout_.skips().size())) {
        const SkipBlock& skip = layout_.skips()[l];
        dense::pullBack<true>(stride_, skip.in, skip.out, v + skip.weight, top.delta.data(),
                              Rdelta);
        dense::pullBack<true>(stride_, skip.in, skip.out, w + skip.weight, top.Rdelta.data(),
                              Rdelta);
      }
      const Index n = stride_ * block.out;
      auto delta = layer.delta.head(n).array();
      layer.Rdelta.head(n).array() =
          layer.Rdelta.head(n).array() * layer.first.head(n).array() +
          delta * layer.second.head(n).array() * layer.Rz.head(n).array();
      delta *= layer.first.head(n).array();
    }
    dense::outer<false>(stride_, block.in, block.out, layer.Rdelta.data(), inputOf(l, x),
                        out + block.weight, block.bias >= 0 ? out + block.bias : nullptr);
    if (l > 0) {
      dense::outer<true, S>(stride_, block.in, block.out, layer.delta.data(),
                            layers_[l - 1].Rh.data(), out + block.weight, nullptr);
    }
  }
  for (const SkipBlock& skip : layout_.skips()) {
    const Layer& from = layers_[skip.layer];
    dense::outer<false, S>(stride_, skip.in, skip.out, top.Rdelta.data(), from.h.data(),
                           out + skip.weight, nullptr);
    dense::outer<true, S>(stride_, skip.in, skip.out, top.delta.data(), from.Rh.data(),
                          out + skip.weight, nullptr);
  }
}

template <class S>
void Network<S>::hessianVector(const Vector<S>& theta, const Vector<S>& v,
                               const BatchView<S>& batch, const LossSpec& spec, Vector<S>& out) {
  begin(batch);
  prepareR();
  if (out.size() != parameterCount()) out.resize(parameterCount());
  const S* w = expand(theta, weights_);
  const S* direction = expand(v, directionWeights_);
  forwardPass(w, batch.x);
  forwardR(w, direction, batch.x);
  Layer& top = layers_.back();
  lossGradient<S>(spec, lossShape(), top.z.data(), batch.y, top.delta.data());
  lossHessianVector<S>(spec, lossShape(), top.z.data(), batch.y, top.Rz.data(),
                       top.Rdelta.data());
  if (tying_.isIdentity()) {
    backwardR(w, direction, batch.x, out.data());
  } else {
    backwardR(w, direction, batch.x, weightGradient_.data());
    tying_.pullBack(weightGradient_.data(), out.data());
  }
}

template <class S>
void Network<S>::jacobian(const Vector<S>& theta, const Matrix<S>& X, Matrix<S>& J) {
  const BatchView<S>& batch = adopt(X, Matrix<S>());
  begin(batch);
  const S* w = expand(theta, weights_);
  forwardPass(w, batch.x);
  const auto& blocks = layout_.layers();
  const int last = static_cast<int>(blocks.size()) - 1;
  const Index outputs = blocks.back().out;
  J.setZero(size_ * outputs, parameterCount());
  for (Index k = 0; k < outputs; ++k) {
    Vector<S>& top = layers_[last].delta;
    top.head(stride_ * outputs).setZero();
    top.segment(k * stride_, stride_).setOnes();
    // Column of the parameter += sign * (delta of unit `to`) * (input `from`), example by example.
    const auto add = [&](Index weight, const S* delta, const S* input) {
      tying_.visitRow(weight, [&](Index parameter, int sign) {
        S* column = J.data() + parameter * J.rows() + k * size_;
        for (Index b = 0; b < size_; ++b) {
          column[b] += S(sign) * delta[b] * (input ? input[b] : S(1));
        }
      });
    };
    const auto addBlock = [&](Index in, Index out, Index weight, const S* delta, const S* input) {
      for (Index from = 0; from < in; ++from) {
        for (Index to = 0; to < out; ++to) {
          add(weight + to + from * out, delta + to * stride_, input + from * stride_);
        }
      }
    };
    for (int l = last; l >= 0; --l) {
      const LayerBlock& block = blocks[l];
      Layer& layer = layers_[l];
      if (l < last) {
        pullDelta(l, w);
        multiplyByDerivative<S>(architecture_.activation, S(architecture_.slope),
                                stride_ * block.out, layer.z.data(), layer.h.data(),
                                layer.delta.data());
      }
      const S* delta = layer.delta.data();
      addBlock(block.in, block.out, block.weight, delta, inputOf(l, batch.x));
      for (Index to = 0; block.bias >= 0 && to < block.out; ++to) {
        add(block.bias + to, delta + to * stride_, nullptr);
      }
    }
    for (const SkipBlock& skip : layout_.skips()) {
      addBlock(skip.in, skip.out, skip.weight, top.data(), layers_[skip.layer].h.data());
    }
  }
}

template <class S>
StridedMap<S> Network<S>::preActivation(int layer) const {
  return {layers_[layer].z.data(), size_, layout_.layers()[layer].out,
          Eigen::OuterStride<>(stride_)};
}

template <class S>
StridedMap<S> Network<S>::activation(int layer) const {
  if (layer == architecture_.layers() - 1) return preActivation(layer);
  return {layers_[layer].h.data(), size_, layout_.layers()[layer].out,
          Eigen::OuterStride<>(stride_)};
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
