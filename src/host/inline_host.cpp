#include "host/host.h"
#include "host/runner.h"

namespace basin {

namespace {

constexpr double kBudgetMs = 8;

class InlineHost : public Host {
 public:
  void send(const Command& command) override {
    runner_.execute(command);
    ++sent_;
    busy_ = true;
  }

  bool poll(Update& out) override {
    busy_ = runner_.slice(kBudgetMs) >= 0;
    if (!runner_.take(out)) return false;
    out.current = out.commands == sent_;
    if (out.frame) runner_.execute(command::Ack{});
    return true;
  }

  bool busy() const override { return busy_; }
  void cancel() override {
    runner_.cancel();
    busy_ = true;
  }

 private:
  Runner runner_{steadyMilliseconds};
  std::uint64_t sent_ = 0;
  bool busy_ = false;
};

}  // namespace

std::unique_ptr<Host> makeInlineHost() {
  return std::make_unique<InlineHost>();
}

}  // namespace basin
