#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/host.h"
#include "io/url.h"
#include "lab/registry.h"

namespace basin {

/// The lab on the stage as the reader left it: its session behind a host, the parameters shown, and
/// the way back. Holds no picture and draws nothing.
class LabModel {
 public:
  explicit LabModel(std::unique_ptr<Host> host) : host_(std::move(host)) {}

  /// Puts a lab on the stage. `play` starts it.
  void open(const LabDef& lab, std::vector<ParamValue> params, std::uint64_t seed, bool play);
  /// Puts a saved session on the stage and brings it to its steps.
  void open(const Recipe& recipe);
  /// Takes the lab off the stage.
  void close();

  /// Fetches what is new; true when anything was.
  bool update();

  const LabDef* lab() const { return lab_; }
  const std::optional<Frame>& frame() const { return frame_; }
  /// A frame of which every output is of the same step, at most a second old while the lab runs; null
  /// while there is none, and then one is on its way.
  const Frame* wholeFrame();
  /// The outputs that somebody looks at now; the others are computed now and then only.
  void watch(OutputMask outputs);
  /// Changes with every new frame.
  std::uint64_t version() const { return version_; }
  const std::vector<ParamValue>& params() const { return params_; }
  /// Parameters without effect at the values of the newest frame, else at the first preset's.
  const std::vector<int>& irrelevant() const { return frame_ ? frame_->irrelevant : lab_->irrelevant; }
  std::uint64_t seed() const { return seed_; }
  bool playing() const { return playing_; }
  bool busy() const { return host_->busy(); }
  const Update& last() const { return update_; }
  Host& host() { return *host_; }
  const Host& host() const { return *host_; }

  void play();
  void pause();
  void step(std::uint64_t count = 1);
  void restart();
  void setSeed(std::uint64_t seed);
  /// Changes of one parameter that follow each other (a drag) are one step of undo.
  void setParam(int param, ParamValue value);
  void setParams(std::vector<ParamValue> params);
  void poke(const Poke& poke);
  /// A dropped file of data; what is wrong with it comes with takeErrors().
  void readFile(std::string text);
  void cancel() { host_->cancel(); }

  /// Multiple of the lab's own pace; infinity: as fast as possible.
  double speed() const { return speed_; }
  void setSpeed(double speed);

  bool canUndo() const { return !undo_.empty(); }
  void undo();
  /// Ends the present drag, so that the next change is a new step of undo.
  void endEdit() { editing_ = -1; }

  /// The preset whose values are the present ones, or null.
  const Preset* preset() const;

  /// Errors of the host since the last call, for the reader.
  std::vector<std::string> takeErrors();

 private:
  struct Snapshot {
    std::vector<ParamValue> params;
    std::uint64_t seed = 0;
  };
  void remember(int param);
  void sendPlay();
  void playAgain();

  std::unique_ptr<Host> host_;
  const LabDef* lab_ = nullptr;
  void keep(Frame fresh);

  std::optional<Frame> frame_;
  std::optional<Frame> whole_;   ///< The last whole one that was asked for.
  double wholeAt_ = 0;           ///< When it came, in milliseconds.
  bool wholeAsked_ = false;
  OutputMask watched_ = kAllOutputs;
  Update update_;
  std::uint64_t version_ = 0;
  std::vector<ParamValue> params_;
  std::uint64_t seed_ = kDefaultSeed;
  bool playing_ = false;
  double speed_ = 1;
  std::vector<Snapshot> undo_;
  int editing_ = -1;  ///< Parameter whose change is still one step; -2: pokes.
  std::vector<std::string> errors_;
};

}  // namespace basin
