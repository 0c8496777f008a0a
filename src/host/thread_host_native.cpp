#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "host/host.h"
#include "host/runner.h"

namespace basin {

namespace {

constexpr double kBudgetMs = 12;

class ThreadHost : public Host {
 public:
  explicit ThreadHost(std::function<void()> wake)
      : wake_(std::move(wake)), thread_([this] { run(); }) {}

  ~ThreadHost() override {
    {
      const std::lock_guard lock(mutex_);
      quit_ = true;
    }
    runner_.cancel();
    changed_.notify_one();
    thread_.join();
  }

  void send(const Command& command) override {
    {
      const std::lock_guard lock(mutex_);
      inbox_.push_back(command);
      ++sent_;
      busy_ = true;
    }
    changed_.notify_one();
  }

  bool poll(Update& out) override {
    const std::lock_guard lock(mutex_);
    if (!outbox_) return false;
    out = std::move(*outbox_);
    outbox_.reset();
    out.current = out.commands == sent_;
    if (out.frame) {
      inbox_.push_back(command::Ack{});
      changed_.notify_one();
    }
    return true;
  }

  bool busy() const override {
    const std::lock_guard lock(mutex_);
    return busy_ || outbox_;
  }

  void cancel() override {
    runner_.cancel();
    {
      const std::lock_guard lock(mutex_);
      nudged_ = true;
    }
    changed_.notify_one();
  }

 private:
  void run() {
    std::vector<Command> commands;
    for (;;) {
      commands.clear();
      {
        const std::lock_guard lock(mutex_);
        if (quit_) return;
        nudged_ = false;
        commands.swap(inbox_);
      }
      for (const Command& command : commands) runner_.execute(command);
      const double wait = runner_.slice(kBudgetMs);
      Update update;
      const bool news = runner_.take(update);
      if (news) hand(std::move(update));
      if (wait != 0 || news) sleep(wait);
    }
  }

  void hand(Update update) {
    {
      const std::lock_guard lock(mutex_);
      outbox_ = outbox_ ? merged(std::move(*outbox_), std::move(update)) : std::move(update);
    }
    if (wake_) wake_();
  }

  // Until a command comes, or for `milliseconds` (negative: for ever; 0: not at all).
  void sleep(double milliseconds) {
    std::unique_lock lock(mutex_);
    busy_ = milliseconds >= 0 || !inbox_.empty();
    const auto due = [this] { return quit_ || nudged_ || !inbox_.empty(); };
    if (milliseconds < 0) {
      changed_.wait(lock, due);
    } else if (milliseconds > 0) {
      changed_.wait_for(lock, std::chrono::duration<double, std::milli>(milliseconds), due);
    }
  }

  Runner runner_{steadyMilliseconds};
  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Command> inbox_;
  std::optional<Update> outbox_;
  std::uint64_t sent_ = 0;
  bool quit_ = false;
  bool nudged_ = false;
  bool busy_ = false;
  std::thread thread_;  // Last: it begins when everything else is there.
};

}  // namespace

std::unique_ptr<Host> makeThreadHost(std::function<void()> wake) {
  return std::make_unique<ThreadHost>(std::move(wake));
}

std::unique_ptr<Host> makeHost(int, std::function<void()> wake) {
  return makeThreadHost(std::move(wake));
}

}  // namespace basin
