#pragma once

#include <string>

namespace basin {

/// One measured speed: of training (steps of so many examples), or of a whole task.
struct BenchRow {
  std::string name;           ///< "2-4-2-1 tanh float", or the task in words.
  double stepsPerSecond = 0;  ///< Complete SGD steps, taking the next batch included; 0 for a task.
  int batch = 0;              ///< Examples a step.
  double seconds = 0;         ///< Of a task, the fastest of a few; 0 for training.
};

}  // namespace basin
