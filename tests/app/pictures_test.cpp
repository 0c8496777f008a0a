// Every picture of every preset, laid out in the page's three sizes: nothing lies on anything else,
// everything can be read.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "app/headless.h"
#include "app/panes/stage.h"
#include "app/pictures/line_labels.h"
#include "gfx/colormap.h"
#include "lab/param_text.h"
#include "lab/session.h"

using namespace basin;
using basin::test::Headless;
using basin::test::StillHost;

namespace {

constexpr float kLeastPlot = 59.5f;
constexpr double kLeastForText = 4.5, kLeastForLines = 3;

struct Size {
  const char* name;
  ImVec2 page;
  ScreenRect stage;  // As src/app/window/layout.cpp leaves it.
  bool touch;
};
constexpr Size kSizes[] = {
    {"1440x900", {1440, 900}, {12, 64, 972, 756}, false},
    {"834x504", {834, 504}, {8, 60, 818, 364}, false},
    {"390x844", {390, 844}, {8, 60, 374, 380}, true},
    // Low: a phone on its side, and frames of a page.
    {"844x390", {844, 390}, {4, 48, 836, 282}, true},
    {"720x300", {720, 300}, {4, 4, 712, 244}, false},
    {"720x300 with its bar", {720, 300}, {4, 44, 712, 204}, false},
    {"390x300", {390, 300}, {4, 4, 382, 244}, false},
};

bool meet(const ScreenRect& a, const ScreenRect& b, float slack) {
  return a.x + slack < b.x + b.w && b.x + slack < a.x + a.w && a.y + slack < b.y + b.h &&
         b.y + slack < a.y + a.h;
}

bool within(const ScreenRect& inner, const ScreenRect& outer) {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
         inner.y + inner.h <= outer.y + outer.h;
}

bool crosses(const PictureTrace::Line& line, const ScreenRect& box) {
  const auto inside = [&](float x, float y) {
    return x > box.x + 1 && x < box.x + box.w - 1 && y > box.y + 1 && y < box.y + box.h - 1;
  };
  for (std::size_t i = 0; i < line.x.size(); ++i) {
    if (!std::isfinite(line.x[i] + line.y[i])) continue;
    if (inside(line.x[i], line.y[i])) return true;
    if (!line.joined || i == 0 || !std::isfinite(line.x[i - 1] + line.y[i - 1])) continue;
    for (int part = 1; part < 200; ++part) {
      const float t = static_cast<float>(part) / 200;
      if (inside(line.x[i - 1] + (line.x[i] - line.x[i - 1]) * t,
                 line.y[i - 1] + (line.y[i] - line.y[i - 1]) * t)) {
        return true;
      }
    }
  }
  return false;
}

double contrastOf(unsigned colour, ImU32 paper) {
  return gfx::contrast(toRgba(colour), toRgba(paper));
}

// What is wrong with a layout, each fault once.
std::set<std::string> faultsOf(const PictureTrace& trace, const Palette& colours, bool alone) {
  std::set<std::string> faults;
  for (const ScreenRect& plot : trace.plots) {
    if (std::min(plot.w, plot.h) < kLeastPlot) {
      faults.insert("a plot of " + std::to_string(plot.w) + " x " + std::to_string(plot.h));
    }
    if (alone && std::abs(plot.h - trace.plots.front().h) > 1.5f) faults.insert("unequal heights");
    for (const ScreenRect& legend : trace.legends) {
      if (meet(plot, legend, 1)) faults.insert("a legend over data");
    }
  }
  for (std::size_t i = 0; i < trace.texts.size(); ++i) {
    const PictureTrace::Text& text = trace.texts[i];
    if (text.place.w <= 0) continue;
    for (std::size_t j = 0; j < i; ++j) {
      // The lines of a letter's box above and below it are empty.
      if (meet(text.place, trace.texts[j].place, 2.5f)) {
        faults.insert("'" + text.text + "' over '" + trace.texts[j].text + "'");
      }
    }
    if (contrastOf(text.colour, colours.panel) < kLeastForText) {
      faults.insert("'" + text.text + "' is pale");
    }
    for (const ScreenRect& plot : trace.plots) {
      if (!within(text.place, plot)) continue;
      for (const PictureTrace::Line& line : trace.lines) {
        if (crosses(line, text.place)) faults.insert("'" + text.text + "' over " + line.name);
      }
    }
  }
  for (const PictureTrace::Line& line : trace.lines) {
    if (contrastOf(line.colour, colours.panel) < kLeastForLines) {
      faults.insert(line.name + " is pale");
    }
  }
  if (trace.emptyAxes > 0) faults.insert("an axis with fewer than two numbers");
  return faults;
}

const std::vector<LabDef const*> realLabs() {
  std::vector<const LabDef*> all;
  for (const LabDef* lab : labs()) {
    if (!lab->id.starts_with("test-")) all.push_back(lab);
  }
  return all;
}

// Where a preset is after a moment: enough to have something on most pictures.
Frame frameOf(const LabDef& lab, const Preset& preset, double milliseconds) {
  Session session(lab, presetParams(lab, preset), 1);
  using Clock = std::chrono::steady_clock;
  const auto until = Clock::now() + std::chrono::duration<double, std::milli>(milliseconds);
  for (int i = 0; i < 400 && Clock::now() < until && session.advance(1) > 0; ++i) {}
  return session.frame();
}

}  // namespace

TEST_CASE("every picture of every preset can be read in every size") {
  Headless screen;
  int pictures = 0, names = 0, legends = 0;
  for (const LabDef* lab : realLabs()) {
    for (const Preset& preset : lab->presets) {
      for (double milliseconds : {0.0, 120.0}) {
        LabModel model(std::make_unique<StillHost>(frameOf(*lab, preset, milliseconds)));
        model.open(*lab, presetParams(*lab, preset), 1, false);
        model.update();
        REQUIRE(model.frame());
        for (std::size_t output = 0; output < lab->outputs.size(); ++output) {
          if (!isPicture(lab->outputs[output], model.frame()->outputs[output])) continue;
          ++pictures;
          for (const Size& size : kSizes) {
            for (bool alone : {true, false}) {
              Stage stage;
              stage.setLarge(static_cast<int>(output));
              stage.setAlone(alone);
              for (bool dark : {false, true}) {
                PictureTrace trace;
                // A name without a place has a legend in the frame after.
                for (int i = 0; i < 3; ++i) {
                  trace = screen.draw(size.page, dark, size.touch,
                                      [&](Ui& ui) { stage.draw(ui, model, size.stage); });
                }
                legends += static_cast<int>(trace.legends.size());
                names += static_cast<int>(trace.texts.size());
                for (const std::string& fault : faultsOf(trace, palette(dark), alone)) {
                  FAIL_CHECK(lab->id, " ", preset.id, " ", lab->outputs[output].id, " at ", std::string(size.name),
                             std::string(alone ? " alone" : ""), std::string(dark ? " dark" : ""),
                             std::string(milliseconds > 0 ? "" : " at the start"), ": ", fault);
                }
              }
            }
          }
        }
      }
    }
  }
  CHECK(pictures > 200);
  CHECK(legends > 1000);
  CHECK(names > 10000);
}

TEST_CASE("a preset shows the picture of its sentence, until the reader picks another") {
  Headless screen;
  int named = 0;
  for (const LabDef* lab : realLabs()) {
    Stage stage;
    for (const Preset& preset : lab->presets) {
      INFO(lab->id, " ", preset.id);
      LabModel model(std::make_unique<StillHost>(frameOf(*lab, preset, 120)));
      model.open(*lab, presetParams(*lab, preset), 1, false);
      model.update();
      const auto shown = [&] {
        screen.draw(kSizes[0].page, false, false, [&](Ui& ui) { stage.draw(ui, model, kSizes[0].stage); });
        return stage.large();
      };
      if (preset.picture.empty()) {
        CHECK(isPicture(lab->outputs[shown()], model.frame()->outputs[shown()]));
        continue;
      }
      ++named;
      CHECK(lab->outputs[shown()].id == preset.picture);
      stage.setLarge(-1);
      CHECK(shown() < outputIndex(*lab, preset.picture));
    }
  }
  CHECK(named > 20);
}

TEST_CASE("a low stage shows one picture at a time, a higher one several") {
  Headless screen;
  const LabDef& lab = *findLab("mean-field");
  LabModel model(std::make_unique<StillHost>(frameOf(lab, lab.presets.front(), 120)));
  model.open(lab, presetParams(lab, lab.presets.front()), 1, false);
  model.update();
  const auto plots = [&](const Size& size, bool alone) {
    Stage stage;
    stage.setAlone(alone);
    PictureTrace trace;
    for (int i = 0; i < 3; ++i) {
      trace = screen.draw(size.page, false, size.touch, [&](Ui& ui) { stage.draw(ui, model, size.stage); });
    }
    return trace.plots.size();
  };
  for (const Size& size : kSizes) {
    CAPTURE(std::string(size.name));
    if (size.stage.h < 300) CHECK(plots(size, false) == plots(size, true));
    if (size.stage.h > 500) CHECK(plots(size, false) > plots(size, true));
  }
}

TEST_CASE("colours of curves and marks stand out on the panel") {
  for (bool dark : {false, true}) {
    const Palette& colours = palette(dark);
    for (ImU32 text : {colours.ink, colours.muted, colours.good, colours.bad}) {
      CHECK(contrastOf(text, colours.panel) >= kLeastForText);
      CHECK(contrastOf(text, colours.paper) >= kLeastForText);
    }
    Panel panel;
    for (int slot = 0; slot < 7; ++slot) {
      for (CurveRole role : {CurveRole::Measured, CurveRole::Theory, CurveRole::Context,
                             CurveRole::Guide}) {
        panel.curves.push_back(curve(std::to_string(slot), role, slot));
      }
    }
    const Fonts fonts;
    const Strings strings;
    const Ui ui{.colours = colours, .fonts = fonts, .strings = strings};
    for (const CurveLook& look : looksOf(ui, panel)) {
      CHECK(contrastOf(look.colour, colours.panel) >= kLeastForLines);
    }
  }
}

TEST_CASE("theory is ink and dashed over all, guides are dotted and grey") {
  const Fonts fonts;
  const Strings strings;
  const Ui ui{.colours = palette(false), .fonts = fonts, .strings = strings};
  Panel panel;
  panel.curves = {curve("law", CurveRole::Theory, 3), curve("runs", CurveRole::Measured, 3),
                  curve("slope 1", CurveRole::Guide, 3), curve("limit", CurveRole::Theory, 1),
                  curve("before", CurveRole::Context, 3)};
  const std::vector<CurveLook> looks = looksOf(ui, panel);
  CHECK(looks[0].colour == ui.colours.ink);
  CHECK(looks[3].colour == ui.colours.ink);
  CHECK(looks[0].dash != looks[3].dash);
  CHECK(looks[2].colour == ui.colours.muted);
  CHECK(looks[4].width < looks[1].width);
  CHECK(drawingOrder(panel) == std::vector<int>{2, 4, 1, 0, 3});
  CHECK(legendRow(ui, panel.curves[0], looks[0]).sign == LegendRow::Sign::Dashed);
  CHECK(legendRow(ui, panel.curves[2], looks[2]).sign == LegendRow::Sign::Dotted);
}
