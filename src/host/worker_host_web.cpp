#include <emscripten.h>

#include "host/host.h"
#include "host/runner.h"
#include "io/recipe.h"
#include "lab/registry.h"

// What the page does for workers; the page's side of it is web/core/worker.mjs.
EM_JS(bool, basinPageStartWorker, (int id, const char* shelf), {
  return Module.basinStartWorker ? Boolean(Module.basinStartWorker(id, UTF8ToString(shelf))) : false;
});
EM_JS(void, basinPageStopWorker, (int id), {
  if (Module.basinStopWorker) Module.basinStopWorker(id);
});
EM_JS(void, basinPagePost, (int id, const void* data, int size), {
  Module.basinPost(id, HEAPU8.slice(data, data + size));
});

namespace basin {

namespace {

constexpr double kCancelMs = 500;
// A worker that dies this often without a picture in between will not do better the next time.
constexpr int kMostLosses = 3;

class WorkerHost : public Host {
 public:
  explicit WorkerHost(int id) : id_(id) {}
  ~WorkerHost() override {
    if (alive_) basinPageStopWorker(id_);
  }

  void send(const Command& command) override {
    if (!alive_) return;
    if (const auto* open = std::get_if<command::Open>(&command)) {
      moveTo(open->recipe.lab);
      recipe_ = open->recipe;
      rate_ = 0;
    } else if (const auto* play = std::get_if<command::Play>(&command)) {
      rate_ = play->stepsPerSecond;
    } else if (std::holds_alternative<command::Pause>(command) ||
               std::holds_alternative<command::Advance>(command)) {
      rate_ = 0;
    }
    ++sent_;
    busy_ = true;
    post(command);
  }

  bool poll(Update& out) override {
    if (cancelBy_ > 0 && steadyMilliseconds() > cancelBy_) {
      rate_ = 0;
      replace("");
    }
    if (!outbox_) return false;
    out = std::move(*outbox_);
    outbox_.reset();
    out.current = out.commands == sent_;
    if (out.frame) post(command::Ack{});
    return true;
  }

  bool alive() const override { return alive_; }
  bool busy() const override {
    return outbox_ || (alive_ && (busy_ || cancelBy_ > 0));
  }

  void cancel() override {
    send(command::Pause{});
    // One that has never said anything is still starting.
    if (answered_) cancelBy_ = steadyMilliseconds() + kCancelMs;
  }

  void receive(std::span<const std::byte> bytes) override {
    auto update = decodeUpdate(bytes);
    if (!update.ok() || !alive_) return;
    answered_ = true;
    cancelBy_ = 0;
    Update& news = update.value();
    if (news.frame) {
      recipe_ = recipeOf(*news.frame);
      losses_ = 0;
    }
    // A lab that came to its end is not to be played on by a successor.
    if (!news.playing && news.commands == sent_) rate_ = 0;
    busy_ = news.playing || news.commands != sent_ || news.restoring == news.restoring ||
            news.advancing == news.advancing;
    outbox_ = outbox_ ? merged(std::move(*outbox_), std::move(news)) : std::move(news);
  }

  void lost() override {
    if (++losses_ < kMostLosses) {
      replace("the computation stopped unexpectedly and is being restored");
    } else {
      giveUp("the computation stopped " + std::to_string(losses_) +
             " times in a row; other parameters may need less memory");
    }
  }

  /// Ends it for good.
  void giveUp(std::string why) {
    basinPageStopWorker(id_);
    Update update = outbox_ ? std::move(*outbox_) : Update{};
    update.error = std::move(why);
    update.playing = false;
    outbox_ = std::move(update);
    alive_ = false;
  }

 private:
  void post(const Command& command) {
    if (!alive_) return;
    const auto bytes = encodeCommand(command);
    basinPagePost(id_, bytes.data(), static_cast<int>(bytes.size()));
  }

  // Every shelf has a core of its own.
  void moveTo(const std::string& lab) {
    const LabCard* card = findCard(lab);
    const std::string shelf = card ? shelfName(card->group) : shelf_;
    if (shelf == shelf_) return;
    shelf_ = shelf;
    basinPageStopWorker(id_);
    basinPageStartWorker(id_, shelf_.c_str());
    outbox_.reset();
    sent_ = 0;
    losses_ = 0;
    cancelBy_ = 0;
    answered_ = false;
  }

  // A new worker in the place of one that is dead or does not answer. Where no worker is to be had
  // the page runs the same module on its own thread and calls that a worker too.
  void replace(std::string why) {
    if (!alive_) return;
    cancelBy_ = 0;
    answered_ = false;
    basinPageStopWorker(id_);
    if (!basinPageStartWorker(id_, shelf_.c_str())) {
      return giveUp("the computation stopped and cannot be restarted");
    }
    Update update = outbox_ ? std::move(*outbox_) : Update{};
    update.error = std::move(why);
    update.restoring = 0;
    update.playing = rate_ > 0;
    outbox_ = std::move(update);
    sent_ = 0;
    if (!recipe_) return;
    const double rate = rate_;
    send(command::Open{*recipe_});
    if (rate > 0) send(command::Play{rate});
  }

  int id_;
  std::string shelf_;  // Whose core the worker runs; empty before the first lab.
  bool alive_ = true;
  bool answered_ = false;
  bool busy_ = false;
  std::optional<Update> outbox_;
  std::optional<Recipe> recipe_;  // Of the newest frame: what a successor is restored from.
  double rate_ = 0;               // Steps a second it should be playing at; 0: paused.
  double cancelBy_ = 0;
  int losses_ = 0;
  std::uint64_t sent_ = 0;
};

}  // namespace

std::unique_ptr<Host> makeWorkerHost(int workerId) {
  auto host = std::make_unique<WorkerHost>(workerId);
  if (!basinPageStartWorker(workerId, "")) host->giveUp("this page cannot compute anything");
  return host;
}

std::unique_ptr<Host> makeHost(int workerId, std::function<void()>) {
  return makeWorkerHost(workerId);
}

}  // namespace basin
