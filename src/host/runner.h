#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "host/command.h"
#include "host/update.h"

namespace basin {

/// Obeys commands on one session and paces it by the clock, which labs never see. Not thread-safe
/// but for cancel(); every form of Host drives one.
class Runner {
 public:
  /// `clock` tells milliseconds since any fixed time.
  explicit Runner(std::function<double()> clock);

  /// Queues a command; slice() obeys it.
  void execute(const Command& command);

  /// Obeys commands and works for about `budgetMs` (one step may take longer). Returns in how many
  /// milliseconds it wants to be called again: 0 at once, negative not before the next command.
  double slice(double budgetMs);

  /// Hands out what is new: a frame when one is due and the last one was acknowledged, errors and
  /// progress any time. Returns false when there is nothing.
  bool take(Update& out);

  /// From any thread: slice() stops working between two steps and forgets Advance and Play commands
  /// that are queued.
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }

 private:
  void obey(const Command& command);
  void open(const Recipe& recipe);
  void play(double stepsPerSecond);
  void report(const std::string& error);
  void abandonTarget();
  void forgetWork();
  void stop();

  bool working() const;
  void workOnce();
  void replaySome();
  std::uint64_t stepSome(std::uint64_t most);
  std::uint64_t bunch() const;
  void learnDuration(double milliseconds, std::uint64_t steps);
  void earnCredit();
  double untilNextStep() const;
  void startMeasuring();
  void measureSpeed();
  double frameInterval() const;
  OutputMask wantedNow(double now) const;
  bool frameDue(double now) const;

  std::function<double()> clock_;
  std::unique_ptr<Session> session_;
  std::deque<Command> queue_;
  std::atomic<bool> cancelled_ = false;

  std::optional<Recipe> replaying_;
  std::uint64_t advanceLeft_ = 0;
  std::uint64_t advanceTotal_ = 0;
  bool playing_ = false;
  double rate_ = 0;
  double credit_ = 0;     // Steps the pace allows by now.
  double paidUntil_ = 0;  // Clock up to which credit_ was counted.
  double sliceEnd_ = 0;
  double stepMs_ = 0;  // Present estimate of one step's duration; 0: none yet.

  double speedSince_ = 0;
  std::uint64_t speedSteps_ = 0;
  double speed_ = 0;

  std::uint64_t commands_ = 0;
  std::uint64_t reflected_ = 0;  // Of these, shown by the newest frame handed out.
  bool frameChanged_ = false;
  OutputMask watched_ = kAllOutputs;
  bool wholeDue_ = true;     // The next frame holds all outputs.
  bool wholeSent_ = true;    // The last one did.
  double lastWhole_ = -1e9;
  bool restChanged_ = false;
  bool unacknowledged_ = false;
  double lastFrame_ = -1e9;
  double publishMs_ = 0;
  double lastProgress_ = -1e9;
  std::string error_;
};

/// Milliseconds of the steady clock.
double steadyMilliseconds();

}  // namespace basin
