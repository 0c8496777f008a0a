#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "lab/output_data.h"
#include "lab/param.h"

namespace basin {

/// What a session is doing.
enum class Status { Running, Done, Diverged };

/// A live parameter change at a step; together with parameters, seed and steps it determines a
/// frame.
struct Event {
  std::uint64_t step = 0;
  int param = 0;
  ParamValue value;
};

/// Which outputs a frame is to hold: bit i stands for the lab's i-th output. A lab has at most 64.
using OutputMask = std::uint64_t;
inline constexpr OutputMask kAllOutputs = ~OutputMask{0};

/// Everything a face shows of a session at one step: `outputs[i]` belongs to the lab's i-th
/// OutputDef and is empty (std::monostate) where nobody asked for it or there is nothing to show
/// yet.
struct Frame {
  std::string lab;
  std::uint64_t seed = 0;
  std::uint64_t step = 0;
  Status status = Status::Running;
  std::string statusText;  ///< Words for the status; for Diverged, why.
  double progress = std::numeric_limits<double>::quiet_NaN();  ///< 0..1 towards the lab's own end.
  double time =
      std::numeric_limits<double>::quiet_NaN();  ///< On the lab's own clock; NaN: the step.
  std::vector<ParamValue> params;   ///< Present values in the order of the lab's ParamDefs.
  std::vector<int> irrelevant;      ///< Parameters that have no effect at these values.
  int unreadable = -1;  ///< Parameter whose text cannot be read: nothing runs, statusText says why.
  std::vector<ParamValue> initial;  ///< Values the run began with.
  std::vector<Event> events;        ///< Live changes since.
  OutputMask wanted = kAllOutputs;  ///< Outputs that were asked for.
  std::vector<OutputData> outputs{};

  bool whole() const { return wanted == kAllOutputs; }
};

/// Hash of everything in the frame; equal for equal sessions on one platform.
std::uint64_t frameHash(const Frame& frame);

}  // namespace basin
