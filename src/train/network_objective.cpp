#include "train/network_objective.h"

#include <utility>

#include "base/check.h"

namespace basin {

template <class S>
NetworkObjective<S>::NetworkObjective(Network<S> network, const Matrix<S>& X, const Matrix<S>& Y,
                                      LossSpec loss)
    : network_(std::move(network)), all_(X, Y), loss_(loss) {
  CHECK(X.rows() >= 1 && X.rows() == Y.rows(), "as many targets as examples");
  CHECK(X.cols() == network_.architecture().inputs() &&
            Y.cols() == network_.architecture().outputs(),
        "data and network have different widths");
  network_.prepare(X.rows());
}

template <class S>
S NetworkObjective<S>::value(const Vector<S>& x) {
  return network_.loss(x, view(), loss_);
}

template <class S>
S NetworkObjective<S>::gradient(const Vector<S>& x, Vector<S>& g) {
  return network_.gradient(x, view(), loss_, g);
}

template <class S>
void NetworkObjective<S>::hessianVector(const Vector<S>& x, const Vector<S>& v, Vector<S>& out) {
  network_.hessianVector(x, v, view(), loss_, out);
}

template class NetworkObjective<float>;
template class NetworkObjective<double>;

}  // namespace basin
