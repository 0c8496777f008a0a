#pragma once

#include <vector>

#include "data/points.h"
#include "nn/network.h"

namespace basin {

// A broken line is given by its corners, samples with increasing x; so are data on the line, and a
// function on a grid. Every function through some points moves at least as far as they do from one
// to the next, and by the mean value theorem its slope takes that of every piece between: both sums
// below are, of data, the least that any function through them has, and the broken line through
// them has just that (of the second kind the infinite ReLU networks of least weights, Savarese et
// al. 2019, arXiv 1902.05040).

/// Sum over neighbours of |difference of y|: the total variation, int |f'|.
double totalVariation(const std::vector<Sample>& line);
/// Sum over inner corners of |difference of slope|: int |f''|.
double totalBending(const std::vector<Sample>& line);

/// Places for a function's values: a grid of `pieces` of [-1, 1], and the data's own. A sum over
/// them is never below that of the values at the data.
VectorXd placesAround(const std::vector<Sample>& data, int pieces);
/// A function's values at such places.
std::vector<Sample> lineOf(const VectorXd& x, const VectorXd& y);
/// The x and the y of a line.
VectorXd abscissae(const std::vector<Sample>& line);
VectorXd ordinates(const std::vector<Sample>& line);

/// The corners of an interpolant of the data that is as wild as one likes: `count` >= 0 more
/// points in the middles of as many parts of [-1, 1], at +-amplitude in turn from the left (Wu, Zhu
/// and E 2017, arXiv 1706.10239, train a network on such points to show that it is among those that
/// fit). Middles are rounded to thousandths, and left out within 1/500 of a datum.
std::vector<Sample> attackedLine(const std::vector<Sample>& data, int count, double amplitude);

/// What relu(x - at) is weighed with.
struct Hinge {
  double at, weight;
};
/// f(x) = y_0 + sum over j of (s_j - s_(j-1)) relu(x - x_j), s_j the slope after corner j and
/// s_(-1) = 0: a hinge for every corner but the last, whose slope before it goes on for ever.
std::vector<Hinge> hingesOf(const std::vector<Sample>& line);
/// The shape of a network of one hidden ReLU layer that computes a broken line of `corners` >= 2.
Architecture brokenLineArchitecture(int corners);
/// Its parameters by hingesOf, nothing tied.
VectorXd brokenLineParameters(const Layout& layout, const std::vector<Sample>& line);

}  // namespace basin
