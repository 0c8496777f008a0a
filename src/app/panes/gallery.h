#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/pictures/output_view.h"
#include "host/host.h"
#include "lab/registry.h"

namespace basin {

/// The labs as cards on shelves; every picture is a real run of the lab, made by the app itself.
class Gallery {
 public:
  explicit Gallery(std::unique_ptr<Host> host) : host_(std::move(host)) {}

  /// Draws into the present window; returns the lab that was chosen, or null.
  const LabDef* draw(Ui& ui, float width);

  /// Fetches finished pictures; true when one is new.
  bool update();
  /// True while pictures are still being made.
  bool busy() const { return asked_ != nullptr; }
  void dropGraphics();
  /// Bytes a worker sent.
  Host& host() { return *host_; }

 private:
  bool drawCard(Ui& ui, const LabDef& lab, const ScreenRect& place);
  void askNext();

  std::unique_ptr<Host> host_;
  const LabDef* asked_ = nullptr;
  struct Picture {
    Frame frame;
    OutputView view;
    std::uint64_t version = 1;
  };
  std::map<const LabDef*, Picture> pictures_;
};

}  // namespace basin
