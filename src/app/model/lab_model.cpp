#include "app/model/lab_model.h"

#include <cmath>
#include <limits>

#include "host/runner.h"
#include "lab/param_text.h"

namespace basin {

namespace {
constexpr std::size_t kMaxUndo = 200;
constexpr int kPokeEdit = -2;
}  // namespace

void LabModel::open(const LabDef& lab, std::vector<ParamValue> params, std::uint64_t seed,
                    bool play) {
  if (lab_ != &lab) {
    frame_.reset();
    speed_ = 1;
    undo_.clear();
  }
  lab_ = &lab;
  params_ = std::move(params);
  seed_ = seed;
  editing_ = -1;
  playing_ = play;
  host_->send(command::Open{{.lab = std::string(lab.id), .params = params_, .seed = seed,
                             .events = {}, .steps = 0}});
  watched_ = kAllOutputs;
  host_->send(command::Watch{});
  if (play) sendPlay();
}

void LabModel::open(const Recipe& recipe) {
  const LabDef* lab = findLab(recipe.lab);
  if (!lab) return;
  if (lab_ != lab) frame_.reset();
  lab_ = lab;
  undo_.clear();
  params_ = recipe.params;
  for (const Event& event : recipe.events) params_[event.param] = event.value;
  seed_ = recipe.seed;
  playing_ = false;
  host_->send(command::Open{recipe});
  watched_ = kAllOutputs;
  host_->send(command::Watch{});
}

void LabModel::close() {
  if (lab_) host_->send(command::Close{});
  lab_ = nullptr;
  frame_.reset();
  playing_ = false;
  undo_.clear();
  ++version_;
}

bool LabModel::update() {
  Update fresh;
  if (!host_->poll(fresh)) return false;
  if (!fresh.error.empty()) errors_.push_back(fresh.error);
  const bool newFrame = fresh.frame.has_value() && lab_ && fresh.frame->lab == lab_->id;
  if (newFrame) {
    keep(std::move(*fresh.frame));
    ++version_;
    // A frame that answers everything sent knows best, for instance after a gesture on a picture.
    if (fresh.current && frame_->params != params_) {
      if (editing_ == kPokeEdit && !undo_.empty() && undo_.back().params == frame_->params) {
        undo_.pop_back();
      }
      params_ = frame_->params;
    }
  }
  if (fresh.current && newFrame) {
    playing_ = fresh.playing && frame_->status == Status::Running;
  } else if (fresh.current && !fresh.playing) {
    playing_ = false;  // A gesture after the end may have changed nothing.
  }
  fresh.frame.reset();
  update_ = std::move(fresh);
  return true;
}

namespace {
bool sameRun(const Frame& a, const Frame& b) {
  return a.lab == b.lab && a.seed == b.seed && a.initial == b.initial;
}
}  // namespace

// Outputs that were not asked for stay as they were, as long as the run is the same.
void LabModel::keep(Frame fresh) {
  if (fresh.whole()) {
    if (wholeAsked_) {
      whole_ = fresh;
      wholeAt_ = steadyMilliseconds();
      wholeAsked_ = false;
    }
  } else if (frame_ && sameRun(*frame_, fresh) && frame_->step <= fresh.step) {
    for (std::size_t i = 0; i < fresh.outputs.size(); ++i) {
      if ((fresh.wanted >> i & 1) == 0) fresh.outputs[i] = std::move(frame_->outputs[i]);
    }
  }
  frame_ = std::move(fresh);
}

const Frame* LabModel::wholeFrame() {
  if (!frame_) return nullptr;
  if (frame_->whole()) return &*frame_;
  if (whole_ && sameRun(*whole_, *frame_) && steadyMilliseconds() - wholeAt_ < 1000) return &*whole_;
  if (!wholeAsked_) host_->send(command::Whole{});
  wholeAsked_ = true;
  return nullptr;
}

void LabModel::watch(OutputMask outputs) {
  if (outputs == watched_ || !lab_) return;
  watched_ = outputs;
  host_->send(command::Watch{outputs});
}

void LabModel::sendPlay() {
  host_->send(command::Play{std::isinf(speed_) ? speed_ : speed_ * lab_->stepsPerSecond});
}

void LabModel::play() {
  if (!lab_) return;
  if (frame_ && frame_->status != Status::Running) host_->send(command::Restart{});
  playing_ = true;
  sendPlay();
}

void LabModel::pause() {
  playing_ = false;
  host_->send(command::Pause{});
}

void LabModel::step(std::uint64_t count) {
  playing_ = false;
  host_->send(command::Advance{count});
}

void LabModel::restart() {
  if (lab_) host_->send(command::Restart{});
}

void LabModel::remember(int param) {
  if (param >= 0 && editing_ == param) return;
  if (param == kPokeEdit && editing_ == kPokeEdit) return;
  editing_ = param;
  if (undo_.size() >= kMaxUndo) undo_.erase(undo_.begin());
  undo_.push_back({params_, seed_});
}

void LabModel::setSeed(std::uint64_t seed) {
  if (seed == seed_) return;
  remember(-1);
  seed_ = seed;
  host_->send(command::SetSeed{seed});
  playAgain();
}

void LabModel::setParam(int param, ParamValue value) {
  if (params_[param] == value) return;
  remember(param);
  params_[param] = value;
  host_->send(command::SetParam{param, std::move(value)});
  playAgain();
}

// A change after the end begins a new run; who watched the last one wants to see this one too.
void LabModel::playAgain() {
  if (!frame_ || frame_->status == Status::Running || playing_) return;
  playing_ = true;
  sendPlay();
}

void LabModel::setParams(std::vector<ParamValue> params) {
  if (params == params_) return;
  remember(-1);
  open(*lab_, std::move(params), seed_, playing_);
}

void LabModel::poke(const Poke& poke) {
  if (poke.kind == PokeKind::Press) editing_ = -1;
  remember(kPokeEdit);
  host_->send(command::PokeOutput{poke});
  if (poke.kind != PokeKind::Release) playAgain();
}

void LabModel::readFile(std::string text) {
  remember(-1);
  editing_ = kPokeEdit;
  host_->send(command::ReadFile{std::move(text)});
}

void LabModel::setSpeed(double speed) {
  speed_ = speed;
  if (playing_) sendPlay();
}

void LabModel::undo() {
  if (undo_.empty()) return;
  Snapshot back = std::move(undo_.back());
  undo_.pop_back();
  open(*lab_, std::move(back.params), back.seed, playing_);
}

const Preset* LabModel::preset() const {
  return lab_ ? presetOf(*lab_, params_) : nullptr;
}

std::vector<std::string> LabModel::takeErrors() { return std::exchange(errors_, {}); }

}  // namespace basin
