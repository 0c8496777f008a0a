#pragma once

#include <vector>

#include "lab/frame.h"
#include "labs/playground_model.h"

namespace basin {

/// How well the network answers on some examples.
struct PlaygroundScore {
  double loss = 0;      ///< Mean loss; NaN without examples.
  double accuracy = 0;  ///< Fraction on the right side; NaN in regression or without examples.
};

/// Draws what a network answers over the whole input space. Built once a run; painting changes the
/// data but not the picture's grid. Drawing takes a few milliseconds.
class PlaygroundPictures {
 public:
  PlaygroundPictures(const PlaygroundConfig& config, const Network<double>& network);

  /// Evaluates the network everywhere; the functions below show the result.
  void evaluate(const VectorXd& theta);

  /// Classification: the response over the plane with the data on it.
  FieldData surface(const PlaygroundConfig& config, const PlaygroundData& data) const;
  /// Regression: the response over the interval, the target and the data.
  SeriesData fit(const PlaygroundData& data) const;
  /// The network with its weights; every node shows what it answers over the input space.
  GraphData graph(const VectorXd& theta) const;

  PlaygroundScore score(const VectorXd& theta, const MatrixXd& X, const MatrixXd& Y);

 private:
  double response(double f) const;
  NodePicture picture(const StridedMap<double>& columns, Index column) const;
  void addEdges(const VectorXd& weights, Net& net) const;

  PlaygroundTask task_;
  LossSpec loss_;
  std::vector<PlaygroundFeature> features_;
  Network<double> network_;
  int side_ = 0;     // grid points along an axis
  int thinning_ = 0; // every so many of them are in a node's picture; 0: no pictures
  std::vector<double> gridX_;
  PaddedBatch<double> grid_;
  std::vector<double> output_;
};

}  // namespace basin
