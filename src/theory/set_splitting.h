#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "linalg/least_distance.h"
#include "theory/lazy_training.h"

namespace basin {

/// Subsets of a ground set {0, ..., elements - 1}, as sorted lists of distinct elements.
struct SetSystem {
  int elements = 0;
  std::vector<std::vector<int>> subsets{};
};

/// The seven lines of the projective plane over the field of two elements. Its points cannot be
/// coloured with two colours without a line of one colour.
SetSystem fanoPlane();
/// Every two of n elements, which takes n colours; and i, i + 1 for all i, which takes two.
/// Trying all divisions of chain(n) ends at the one numbered 1 + floor(2^n/3).
SetSystem allPairs(int elements);
SetSystem chain(int elements);

inline constexpr int kMostElements = 8;
inline constexpr int kMostSubsets = 16;
/// A system in a reader's words, "123 145 24": a digit an element, subsets separated by blanks,
/// commas or semicolons; the largest digit is the number of elements, up to kMostElements. A subset
/// written twice counts once. The message says which subset cannot be taken, and why.
Result<SetSystem> setSystemFromText(std::string_view text);

/// True when all elements of the subset have one colour.
bool monochromatic(const std::vector<int>& subset, const std::vector<int>& colouring);
/// How many of the colours^n colourings leave no subset monochromatic.
long countColourings(const SetSystem& system, int colours);
/// The first of them in lexicographic order, element 0 slowest; nothing where there is none.
std::optional<std::vector<int>> firstColouring(const SetSystem& system, int colours);
/// The least number of colours, 1 at least; 0 where none is enough, for a subset has one element.
int leastColours(const SetSystem& system);

/// The examples of Blum and Rivest's reduction: the origin and the indicator of each subset are
/// labelled 1, each unit vector -1, in the order origin, unit vectors, subsets. An AND of h
/// half-spaces fits them if and only if h colours leave no subset monochromatic: colour i by a
/// half-space that cuts off e_i; if c were monochromatic, w.1_c + b = sum (w.e_i + b) - (|c| - 1) b
/// would be at most 0, for b > 0 at the origin.
LabelledInputs splittingData(const SetSystem& system);
/// The other way round: columns (a, 1/2) with a_i = -1 on the elements of a colour, n elsewhere.
MatrixXd colouringHalfspaces(const std::vector<int>& colouring, int colours);
/// Exclusive or: (0, 1), (1, 0) labelled 1, (0, 0), (1, 1) labelled -1.
LabelledInputs exclusiveOr();

/// Which sets of negative examples a half-space cuts off all positive ones, decided when asked for;
/// from it, by trying everything, how many half-spaces it takes. Integer coordinates.
class HalfspaceSearch {
 public:
  static constexpr int kMostNegatives = 20;

  /// The data must have at most kMostNegatives negative examples.
  explicit HalfspaceSearch(const LabelledInputs& data);

  int negatives() const { return static_cast<int>(negatives_.cols()); }
  /// Whether a half-space contains all positive examples and none of the negative ones in `set`, a
  /// bit each.
  Verdict cutsOff(unsigned set);
  /// Sets decided so far, by as many linear programs.
  long decided() const { return decided_; }

  /// One more division of the negatives into two groups, in the order of binary numbers with the
  /// last negative in the second group; true when the search has ended: one group after the other
  /// can be cut off, or all 2^(negatives - 1) divisions have been tried.
  bool trySplit();
  bool ended() const { return ended_; }
  long tried() const { return tried_; }
  long splits() const { return negatives() == 0 ? 1 : 1L << (negatives() - 1); }
  /// Whether two half-spaces are enough; Undecided before the end.
  Verdict twoSuffice() const { return two_; }

  /// The least number of half-spaces whose AND fits, 1 at least; 0 where none is enough. Decides
  /// all 2^negatives sets, at once.
  int leastHalfspaces();

 private:
  MatrixXd positives_, negatives_;
  std::vector<std::optional<Verdict>> known_;
  long decided_ = 0, tried_ = 0;
  Verdict two_ = Verdict::Undecided;
  bool ended_ = false, doubtful_ = false;
};

}  // namespace basin
