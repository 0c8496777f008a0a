#pragma once

#include <memory>

#include "nn/jacobian_rows.h"
#include "nn/layout.h"

namespace basin {

/// What the operations of a network work on in one pass over a batch: its weights and the columns
/// of all values, `stride` numbers a column, of which the first `size` are examples.
template <class S>
struct Pass {
  Index size = 0, stride = 0;
  bool training = true;
  /// Weights, the direction of the R-operator in weights, running averages.
  const S* w = nullptr;
  const S* v = nullptr;
  const S* averages = nullptr;
  /// The network's input, and as many zeros.
  const S* x = nullptr;
  const S* zeros = nullptr;
  /// Values, derivatives of the loss by them, and directional derivatives of both.
  S *values = nullptr, *deltas = nullptr, *Rvalues = nullptr, *Rdeltas = nullptr;
  /// Derivatives by the weights (or their directional derivatives); null when nobody wants them.
  S* gradient = nullptr;

  const S* in(const Port& p) const { return p.column < 0 ? x : values + p.column * stride; }
  const S* Rin(const Port& p) const { return p.column < 0 ? zeros : Rvalues + p.column * stride; }
  S* out(const Port& p) const { return values + p.column * stride; }
  S* Rout(const Port& p) const { return Rvalues + p.column * stride; }
  S* delta(const Port& p) const { return deltas + p.delta * stride; }
  S* Rdelta(const Port& p) const { return Rdeltas + p.delta * stride; }
};

/// One operation of a network. Holds what its backward pass needs of its forward pass, never the
/// weights. Derivatives by inputs are wanted where the port has a place for them (delta >= 0).
template <class S>
class Operation {
 public:
  virtual ~Operation() = default;
  virtual std::unique_ptr<Operation> clone() const = 0;

  /// Room for columns of `stride` numbers; R: for the R-operator's passes, too.
  virtual void reserve(Index /*stride*/, bool /*R*/) {}
  /// Inputs to output.
  virtual void forward(const Pass<S>& pass) = 0;
  /// Derivative by the output to those by the inputs and, where wanted, by the weights.
  virtual void backward(const Pass<S>& pass) = 0;
  /// The directional derivative of forward (Pearlmutter 1994), which went before.
  virtual void forwardR(const Pass<S>& pass) = 0;
  /// backward and its directional derivative; pass.gradient takes the latter.
  virtual void backwardR(const Pass<S>& pass) = 0;
  /// For the operations that a layout says are to be finished: what they add to the output once it
  /// is there, and its directional derivative.
  virtual void finish(const Pass<S>& /*pass*/) {}
  virtual void finishR(const Pass<S>& /*pass*/) {}
  /// Adds the derivatives by its weights, example by example; not for a batch in training.
  virtual void jacobian(const Pass<S>& /*pass*/, const JacobianRows<S>& /*rows*/) const {}
  /// Folds the statistics of the last training pass into the running averages.
  virtual void updateAverages(S* /*averages*/) const {}
};

/// An operation as a value: copies are copies of the operation.
template <class S>
class AnyOperation {
 public:
  /// The operation that a layout names.
  explicit AnyOperation(const OperationSpec& spec);
  AnyOperation(const AnyOperation& other) : operation_(other.operation_->clone()) {}
  AnyOperation(AnyOperation&&) noexcept = default;
  AnyOperation& operator=(const AnyOperation& other) {
    operation_ = other.operation_->clone();
    return *this;
  }
  AnyOperation& operator=(AnyOperation&&) noexcept = default;
  ~AnyOperation() = default;

  Operation<S>* operator->() { return operation_.get(); }
  const Operation<S>* operator->() const { return operation_.get(); }

 private:
  std::unique_ptr<Operation<S>> operation_;
};

/// The clone of every operation, which is copyable.
template <class S, class Self>
class CloneableOperation : public Operation<S> {
 public:
  std::unique_ptr<Operation<S>> clone() const final {
    return std::make_unique<Self>(static_cast<const Self&>(*this));
  }
};

/// to (+)= from, n numbers; nothing when they are the same.
template <class S>
inline void passOn(Index n, const S* from, S* to, bool add) {
  if (from == to) return;
  for (Index i = 0; i < n; ++i) to[i] = add ? to[i] + from[i] : from[i];
}

extern template class AnyOperation<float>;
extern template class AnyOperation<double>;

}  // namespace basin
