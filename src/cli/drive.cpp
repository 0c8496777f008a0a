#include "cli/drive.h"

#include <chrono>
#include <cmath>

#include "base/number_text.h"
#include "cli/arguments.h"
#include "cli/interrupt.h"
#include "io/text.h"
#include "lab/param_text.h"

namespace basin::cli {

bool Until::reached(const Session& session) const {
  const Frame frame = session.frame(OutputMask{1} << output);
  const auto* scalar = std::get_if<ScalarData>(&frame.outputs[static_cast<std::size_t>(output)]);
  if (!scalar || std::isnan(scalar->value)) return false;
  switch (sign) {
    case Sign::AtLeast:
      return scalar->value >= bound;
    case Sign::AtMost:
      return scalar->value <= bound;
    case Sign::Above:
      return scalar->value > bound;
    case Sign::Below:
      break;
  }
  return scalar->value < bound;
}

Result<Until> readUntil(const LabDef& lab, std::string_view text) {
  const auto at = text.find_first_of("<>");
  const bool equal = at != std::string_view::npos && text.substr(at + 1).starts_with('=');
  const auto bound = at == std::string_view::npos
                         ? std::nullopt
                         : readNumber(text.substr(at + (equal ? 2 : 1)));
  if (!bound) {
    return Failure{"until: " + quote(text) + " is not SCALAR>=V, SCALAR<=V, SCALAR>V or SCALAR<V"};
  }
  auto output = scalarIndex(lab, "until", trimmed(text.substr(0, at)));
  if (!output.ok()) return Failure{output.error()};
  const bool more = text[at] == '>';
  using Sign = Until::Sign;
  return Until{.output = output.value(),
               .sign = more ? (equal ? Sign::AtLeast : Sign::Above)
                            : (equal ? Sign::AtMost : Sign::Below),
               .bound = *bound};
}

Arrival drive(Session& session, const Recipe& recipe, const std::optional<Until>& until,
              const std::function<void()>& tell) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kBunch(50);
  std::uint64_t bunch = 1;
  auto told = Clock::now();
  for (;;) {
    if (interrupted()) return Arrival::Interrupted;
    if (until && until->reached(session)) return Arrival::Condition;
    const auto begin = Clock::now();
    if (session.replay(recipe, bunch)) break;
    const auto now = Clock::now();
    if (!until && now - begin < kBunch) bunch *= 2;
    if (now - told < kBunch) continue;
    told = now;
    if (tell) tell();
  }
  return until && until->reached(session) ? Arrival::Condition : Arrival::End;
}

}  // namespace basin::cli
