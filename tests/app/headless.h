#pragma once

#include <imgui.h>

#include <functional>
#include <memory>

#include "app/ui/ui.h"
#include "host/host.h"

namespace basin::test {

/// ImGui and ImPlot without a window: frames are laid out and thrown away.
class Headless {
 public:
  Headless();
  ~Headless();
  Headless(const Headless&) = delete;
  Headless& operator=(const Headless&) = delete;

  /// Lays out a frame of this size and tells where everything came to lie.
  PictureTrace draw(ImVec2 size, bool dark, bool touch, const std::function<void(Ui&)>& content);

 private:
  Fonts fonts_;
  Strings strings_;
};

/// A host that has one frame to show and computes nothing.
class StillHost : public Host {
 public:
  explicit StillHost(Frame frame) { update_.frame = std::move(frame); }
  void send(const Command&) override {}
  bool poll(Update& out) override {
    if (!update_.frame) return false;
    out = std::exchange(update_, {});
    return true;
  }
  bool busy() const override { return false; }
  void cancel() override {}

 private:
  Update update_;
};

}  // namespace basin::test
