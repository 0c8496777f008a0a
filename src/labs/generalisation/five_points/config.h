#pragma once

// Claim. Five points on a line are fitted by networks of one to eight hidden layers with hardly
// more ups and downs than the points themselves have; by the polynomials of least norm with the
// more the higher their degree; and by a network made for it with as many as one likes.
//
// Equations. For every f through the points int |f'| >= sum |y_(i+1) - y_i| and int |f''| >= sum
// |s_(i+1) - s_i|, s the slopes between them (theory/broken_line.h); the polynomial of least norm
// in the space of (1 + x z)^p has |w|^2 = y' K^-1 y (theory/polynomial_kernel.h).
//
// References. Wu, Zhu, E 2017 (arXiv 1706.10239); Savarese, Evron, Soudry, Srebro 2019
// (1902.05040).
//
// What would falsify it. A fit with less than these sums; a norm that grows with the degree. That
// trained networks come close to the least is no theorem: a run with twice as much.

#include <string>

namespace basin::five_points {

enum class Unit { Tanh, Relu };

struct Config {
  std::string samples = "-0.9,0.2; -0.5,0.8; 0,-0.3; 0.4,0.5; 0.9,-0.6";
  int depth = 4;
  int width = 32;
  Unit unit = Unit::Tanh;
  double gain = 1;
  int degree = 10;
  int attacks = 20;
  double amplitude = 1.5;
  int stepLimit = 1500;
};

}  // namespace basin::five_points
