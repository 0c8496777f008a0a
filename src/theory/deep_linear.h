#pragma once

#include "train/network_objective.h"

namespace basin {

// The landscape of L = 1/2 |W_{H+1} ... W_1 X - Y|^2 with all hidden layers p wide, after
// Kawaguchi 2016 (arXiv 1605.07110) and, for H = 1, Baldi and Hornik 1989. Throughout, s_1 >= s_2
// >= ... are the singular values of the part of Y that is linear in X, lambda_i = s_i^2 the
// eigenvalues of YX^T (XX^T)^-1 XY^T: the modes there are to learn.

/// A network of linear layers: `hidden` >= 1 layers of `width` units between inputs and outputs.
struct DeepLinearShape {
  Index inputs = 4, outputs = 3, width = 3;
  int hidden = 2;

  Index parameters() const {
    return width * (inputs + outputs) + (hidden - 1) * width * width;
  }
};

/// Modes that are learnt: bit i - 1 stands for mode i.
using ModeSet = unsigned;
inline bool hasMode(ModeSet set, Index mode) {
  return (set >> mode & 1U) != 0;
}
int modeCount(ModeSet set);
/// At most so many of the modes, the strongest of them.
ModeSet strongestModes(ModeSet set, Index most);

/// What data X (inputs x N) has to teach about Y (outputs x N), outputs <= inputs.
struct LinearModes {
  LinearModes(const MatrixXd& X, const MatrixXd& Y);

  MatrixXd fit;       ///< The least-squares map, outputs x inputs (of least norm).
  MatrixXd left;      ///< Orthonormal columns u_i, outputs x outputs.
  MatrixXd right;     ///< Xv_i for the orthonormal v_i with fit X = U diag(s) V^T, inputs x outputs.
  VectorXd strength;  ///< s_i, descending.
  double total = 0;   ///< tr YY^T.
  bool white = false;       ///< XX^T is the identity.
  bool fullRank = false;    ///< XX^T is invertible and every s_i positive.
  double smallestGap = 0;   ///< Least (lambda_i - lambda_{i+1})/lambda_1.

  Index count() const { return strength.size(); }
  double lambda(Index mode) const { return strength[mode] * strength[mode]; }
  /// How much of each mode the product of the weights makes: u_i^T W X v_i.
  VectorXd learnt(const MatrixXd& product) const;
};

/// The loss as an objective over the layers' matrices, W_1 first, column by column.
NetworkObjective<double> deepLinearLoss(const DeepLinearShape& shape, const MatrixXd& X,
                                        const MatrixXd& Y);
/// W_last ... W_first of a parameter vector, layers counted from 0.
MatrixXd layerProduct(const DeepLinearShape& shape, const VectorXd& theta, int first, int last);
/// W_{H+1} ... W_1.
MatrixXd deepLinearMap(const DeepLinearShape& shape, const VectorXd& theta);

/// A critical point that has learnt exactly the modes of `learnt` (at most `width` of them): W_1
/// reads them, W_{H+1} writes them, and the layers between hand on the spare width by the factor
/// `middle`: 1 in Kawaguchi's strict saddles, 0 in the flat ones.
VectorXd criticalWeights(const DeepLinearShape& shape, const LinearModes& modes, ModeSet learnt,
                         double middle);
/// The same critical point, of H >= 2, with its second layer turned: of a walker at `away` from it,
/// W_2 leads the spare units that read the strongest missing mode straight to those that write it.
VectorXd turnedSpare(const DeepLinearShape& shape, const LinearModes& modes, ModeSet learnt,
                     const VectorXd& critical, const VectorXd& away);
/// The loss at each critical point that has learnt these modes, 1/2 (tr YY^T - sum of lambda_i).
double criticalLevel(const LinearModes& modes, ModeSet learnt);
/// Number of pairs of a mode not learnt and a weaker one learnt in its place.
int modeSwaps(const LinearModes& modes, ModeSet learnt);
/// Number of negative eigenvalues of the Hessian there, for distinct lambda: (p - r)(outputs - r)
/// plus the swaps; with H >= 2 and middle = 0 the swaps alone.
int criticalIndex(const DeepLinearShape& shape, const LinearModes& modes, ModeSet learnt,
                  double middle);
/// All eigenvalues of the Hessian there, ascending, for XX^T = I: a mode i not learnt gives
/// +-s_i middle^(H-1) for each spare unit and, with each j learnt, the eigenvalues of [[1, -s_i],
/// [-s_i, lambda_j]]; two learnt give 1 + H lambda_j, a learnt one with an input that no mode uses
/// 1; all others are 0.
VectorXd criticalSpectrum(const DeepLinearShape& shape, const LinearModes& modes, ModeSet learnt,
                          double middle);

}  // namespace basin
