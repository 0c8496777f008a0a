#include "host/runner.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "io/recipe.h"
#include "io/text.h"
#include "lab/param_text.h"
#include "lab/registry.h"

namespace basin {

namespace {

// Steps are done in bunches of about this long, between which clock and cancellation are looked at.
constexpr double kBunchMs = 1;
// A display shows at most so many frames.
constexpr double kFrameMs = 1000.0 / 60;
constexpr double kProgressMs = 100;
constexpr double kSpeedMs = 500;
// While playing, what nobody looks at is brought up to date so often: a picture may have come to have something to show.
constexpr double kWholeMs = 1000;
// What a busy machine could not do in time is dropped beyond this, or it would never catch up.
constexpr double kMostCreditMs = 100;
constexpr std::size_t kLargestFile = 16 * 1024 * 1024;

}  // namespace

double steadyMilliseconds() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

Runner::Runner(std::function<double()> clock) : clock_(std::move(clock)) {}

void Runner::execute(const Command& command) {
  if (std::holds_alternative<command::Ack>(command)) {
    unacknowledged_ = false;
    return;
  }
  if (const auto* watch = std::get_if<command::Watch>(&command)) {
    // What comes into sight is shown at once.
    frameChanged_ = frameChanged_ || (session_ && (watch->outputs & ~watched_) != 0);
    watched_ = watch->outputs;
    ++commands_;
    restChanged_ = true;
    return;
  }
  // A dragged slider sends values faster than a lab restarts: only the last one counts.
  const auto* next = std::get_if<command::SetParam>(&command);
  auto* last = queue_.empty() ? nullptr : std::get_if<command::SetParam>(&queue_.back());
  if (next && last && next->param == last->param) {
    *last = *next;
    ++commands_;
    return;
  }
  queue_.push_back(command);
}

double Runner::slice(double budgetMs) {
  const double begin = clock_();
  sliceEnd_ = begin + budgetMs;
  do {
    if (cancelled_.exchange(false, std::memory_order_relaxed)) forgetWork();
    if (!queue_.empty()) {
      const Command command = std::move(queue_.front());
      queue_.pop_front();
      obey(command);
      ++commands_;
      restChanged_ = true;
    } else if (working()) {
      workOnce();
    } else {
      break;
    }
    // A picture that is due should not wait for the end of the slice.
  } while (clock_() < sliceEnd_ && !(queue_.empty() && frameDue(clock_())));
  measureSpeed();
  if (!queue_.empty() || working()) return 0;
  const double wait = playing_ ? untilNextStep() : -1;
  if (!session_ || !frameChanged_ || unacknowledged_) return wait;
  const double picture = std::max(0.0, lastFrame_ + frameInterval() - clock_());
  return wait < 0 ? picture : std::min(wait, picture);
}

void Runner::forgetWork() {
  stop();
  commands_ += std::erase_if(queue_, [](const Command& command) {
    return std::holds_alternative<command::Advance>(command) ||
           std::holds_alternative<command::Play>(command);
  });
}

void Runner::obey(const Command& command) {
  if (const auto* c = std::get_if<command::Open>(&command)) return open(c->recipe);
  if (!session_) return report("no lab is open");
  if (std::holds_alternative<command::Whole>(command)) {
    wholeDue_ = frameChanged_ = true;
    return;
  }
  if (const auto* c = std::get_if<command::SetParam>(&command)) {
    abandonTarget();
    if (auto set = session_->setParam(c->param, c->value); !set.ok()) report(set.error());
    frameChanged_ = true;
  } else if (const auto* c = std::get_if<command::SetSeed>(&command)) {
    if (c->seed > kMaxSeed) return report("seed: must be at most 2^53 - 1");
    abandonTarget();
    session_->setSeed(c->seed);
    frameChanged_ = true;
  } else if (std::holds_alternative<command::Restart>(command)) {
    abandonTarget();
    session_->restart();
    frameChanged_ = true;
  } else if (const auto* c = std::get_if<command::PokeOutput>(&command)) {
    if (!std::isfinite(c->poke.x) || !std::isfinite(c->poke.y)) return;
    const int output = outputIndex(session_->lab(), c->poke.output);
    if (output < 0 || !session_->lab().outputs[output].pokable) return;
    if (!session_->poke(c->poke)) return;
    abandonTarget();
    frameChanged_ = true;
  } else if (const auto* c = std::get_if<command::ReadFile>(&command)) {
    if (c->text.size() > kLargestFile) return report("the file is larger than 16 MB");
    const auto read = session_->readFile(c->text);
    report(read.ok() ? read.value() : read.error());
    if (!read.ok()) return;
    abandonTarget();
    frameChanged_ = true;
  } else if (const auto* c = std::get_if<command::Advance>(&command)) {
    stop();
    advanceLeft_ = advanceTotal_ = std::min(c->steps, kMaxSeed);
    startMeasuring();
  } else if (const auto* c = std::get_if<command::Play>(&command)) {
    if (!(c->stepsPerSecond > 0)) return report("play: the speed must be greater than 0");
    play(c->stepsPerSecond);
  } else if (std::holds_alternative<command::Pause>(command)) {
    stop();
  } else if (std::holds_alternative<command::Close>(command)) {
    stop();
    session_.reset();
    frameChanged_ = false;
  }
}

void Runner::play(double stepsPerSecond) {
  // A replay is finished first: a restored session is told at once to play on.
  advanceLeft_ = 0;
  if (playing_) {
    earnCredit();
  } else {
    // The first step comes at once.
    credit_ = 1;
    paidUntil_ = clock_();
    startMeasuring();
  }
  rate_ = stepsPerSecond;
  playing_ = session_->status() == Status::Running;
}

void Runner::open(const Recipe& recipe) {
  if (auto valid = validateRecipe(recipe); !valid.ok()) return report(valid.error());
  stop();
  session_ = std::make_unique<Session>(*findLab(recipe.lab), recipe.params, recipe.seed);
  stepMs_ = 0;
  frameChanged_ = wholeDue_ = true;
  if (recipe.steps > 0 || !recipe.events.empty()) replaying_ = recipe;
}

void Runner::report(const std::string& error) {
  error_ = oneLine(error);
  restChanged_ = true;
}

// An unfinished replay or Advance was asked of the session as it was before a change.
void Runner::abandonTarget() {
  frameChanged_ = frameChanged_ || replaying_ || advanceLeft_ > 0;
  replaying_.reset();
  advanceLeft_ = 0;
}

void Runner::stop() {
  abandonTarget();
  restChanged_ = true;
  playing_ = false;
  speed_ = 0;
  // What nobody looked at is shown as it is now.
  frameChanged_ = frameChanged_ || (session_ && !wholeSent_);
}

bool Runner::working() const {
  return session_ && (replaying_ || advanceLeft_ > 0 || (playing_ && untilNextStep() <= 0));
}

void Runner::workOnce() {
  if (replaying_) return replaySome();
  if (advanceLeft_ > 0) {
    advanceLeft_ -= std::min(advanceLeft_, stepSome(advanceLeft_));
  } else if (std::isinf(rate_)) {
    stepSome(kMaxSeed);
  } else {
    earnCredit();
    if (credit_ >= 1) credit_ -= static_cast<double>(stepSome(static_cast<std::uint64_t>(credit_)));
  }
  if (session_->status() != Status::Running) stop();
}

void Runner::earnCredit() {
  const double now = clock_();
  const double earned = std::isinf(rate_) ? 0 : rate_ * (now - paidUntil_) / 1000;
  credit_ = std::min(credit_ + earned, std::max(1.0, rate_ * kMostCreditMs / 1000));
  paidUntil_ = now;
}

double Runner::untilNextStep() const {
  if (std::isinf(rate_)) return 0;
  const double credit = credit_ + rate_ * (clock_() - paidUntil_) / 1000;
  return credit >= 1 ? 0 : std::max(0.5, (1 - credit) / rate_ * 1000);
}

std::uint64_t Runner::bunch() const {
  const double room = std::min(kBunchMs, sliceEnd_ - clock_());
  return stepMs_ > 0 ? static_cast<std::uint64_t>(std::clamp(room / stepMs_, 1.0, 1e6)) : 1;
}

void Runner::learnDuration(double milliseconds, std::uint64_t steps) {
  if (steps == 0) return;
  // At least half the old estimate: one quick bunch must not lead to a long one.
  stepMs_ = std::max({milliseconds / static_cast<double>(steps), 0.5 * stepMs_, 1e-6});
}

std::uint64_t Runner::stepSome(std::uint64_t most) {
  const double begin = clock_();
  const std::uint64_t done = session_->advance(std::min(most, bunch()));
  learnDuration(clock_() - begin, done);
  speedSteps_ += done;
  frameChanged_ = frameChanged_ || done > 0;
  return done;
}

void Runner::replaySome() {
  const double begin = clock_();
  const std::uint64_t before = session_->step();
  const bool arrived = session_->replay(*replaying_, bunch());
  learnDuration(clock_() - begin, session_->step() - before);
  if (!arrived) return;
  replaying_.reset();
  frameChanged_ = true;
  restChanged_ = true;
}

void Runner::startMeasuring() {
  speedSince_ = clock_();
  speedSteps_ = 0;
}

void Runner::measureSpeed() {
  const double now = clock_();
  if (!(playing_ || advanceLeft_ > 0) || now - speedSince_ < kSpeedMs) return;
  speed_ = 1000 * static_cast<double>(speedSteps_) / (now - speedSince_);
  startMeasuring();
}

double Runner::frameInterval() const {
  // Costly pictures get at most a third of the time while there is work to do.
  return working() ? std::max(kFrameMs, 3 * publishMs_) : kFrameMs;
}

OutputMask Runner::wantedNow(double now) const {
  const bool resting = !playing_ && advanceLeft_ == 0;
  const bool whole = wholeDue_ || resting || session_->step() == 0 ||
                     now - lastWhole_ >= std::max(kWholeMs, 20 * publishMs_);
  return whole ? kAllOutputs : watched_;
}

bool Runner::frameDue(double now) const {
  // While replaying, the reader keeps the old picture.
  if (!session_ || !frameChanged_ || unacknowledged_ || replaying_) return false;
  return now - lastFrame_ >= frameInterval() - 0.5;
}

bool Runner::take(Update& out) {
  const double now = clock_();
  const bool due = frameDue(now);
  const bool progressing = replaying_ || advanceLeft_ > 0;
  const bool progressDue = progressing && now - lastProgress_ >= kProgressMs;
  if (!due && !restChanged_ && !progressDue) return false;
  Update update;
  if (due) {
    update.frame = session_->frame(wantedNow(now));
    publishMs_ = clock_() - now;
    wholeSent_ = update.frame->whole();
    if (wholeSent_) {
      wholeDue_ = false;
      lastWhole_ = now;
    }
    lastFrame_ = now;
    frameChanged_ = false;
    unacknowledged_ = true;
  }
  if (!frameChanged_) reflected_ = commands_;
  if (progressDue) lastProgress_ = now;
  if (replaying_) {
    const double total = std::max<double>(1, static_cast<double>(replaying_->steps));
    update.restoring = std::min(1.0, static_cast<double>(session_->step()) / total);
  }
  if (advanceLeft_ > 0) {
    update.advancing = 1 - static_cast<double>(advanceLeft_) / static_cast<double>(advanceTotal_);
  }
  update.playing = playing_;
  update.stepsPerSecond = speed_;
  update.commands = reflected_;
  update.error = std::move(error_);
  error_.clear();
  restChanged_ = false;
  out = std::move(update);
  return true;
}

}  // namespace basin
