#pragma once

#include <string>
#include <vector>

#include "app/ui/platform.h"

namespace basin {

/// A control as it was drawn: what a finger or pointer can press. Pictures are none, they answer as a
/// whole.
struct Target {
  std::string id;      ///< As the code calls it ("play", "##seed").
  std::string window;  ///< The window it lies in; one may cover another.
  ScreenRect whole;    ///< In points, also what has been scrolled out of sight.
  ScreenRect seen;     ///< What is left of it.
  bool enabled = true;
};

/// Collects the controls of the frame that is drawn while it lives. ImGui tells of them only then;
/// otherwise the cost is one comparison a control.
class TargetCollector {
 public:
  explicit TargetCollector(std::vector<Target>& targets);
  ~TargetCollector();
  TargetCollector(const TargetCollector&) = delete;
  TargetCollector& operator=(const TargetCollector&) = delete;
};

}  // namespace basin
