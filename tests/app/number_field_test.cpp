// What is typed into a number arrives, however slow the frames are.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "app/headless.h"
#include "app/panes/controls.h"
#include "app/panes/transport.h"
#include "app/ui/number_field.h"
#include "app/ui/targets.h"
#include "io/recipe.h"
#include "lab/param_text.h"
#include "lab/registry.h"

using namespace basin;
using basin::test::Headless;
using basin::test::StillHost;

namespace {

constexpr ImVec2 kPage{360, 2000};

/// The controls of a lab and its transport, with a mouse and keys.
class Desk {
 public:
  explicit Desk(const LabDef& lab) : model_(std::make_unique<StillHost>(Frame{})) {
    model_.open(lab, firstParams(lab), kDefaultSeed, false);
    frames(3);
  }

  LabModel& model() { return model_; }

  void frames(int count) {
    for (; count > 0; --count) draw();
  }

  /// Presses the number of the only parameter shown, or another control, and lets go.
  void click(std::string_view control) {
    std::vector<Target> targets;
    {
      const TargetCollector collector(targets);
      draw();
    }
    const auto found = std::ranges::find(targets, control, &Target::id);
    REQUIRE(found != targets.end());
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(found->whole.x + found->whole.w - 8, found->whole.y + found->whole.h / 2);
    io.AddMouseButtonEvent(0, true);
    io.AddMouseButtonEvent(0, false);
  }

  static void key(ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(key, true);
    ImGui::GetIO().AddKeyEvent(key, false);
  }

  /// As a keyboard sends them: the key goes down, its character comes, it goes up.
  static void type(std::string_view text) {
    for (const char c : text) {
      const ImGuiKey key = c >= '0' && c <= '9' ? static_cast<ImGuiKey>(ImGuiKey_0 + (c - '0'))
                           : c == '.'           ? ImGuiKey_Period
                                                : ImGuiKey_E;
      ImGui::GetIO().AddKeyEvent(key, true);
      ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(c));
      ImGui::GetIO().AddKeyEvent(key, false);
    }
  }

  std::string only;

 private:
  void draw() {
    page_.draw(kPage, false, false, [&](Ui& ui) {
      transport_.draw(ui, model_, {0, 0, 360, 110});
      ImGui::SetCursorPos({0, 120});
      controls_.draw(ui, model_, only.empty() ? std::vector<std::string>{} : std::vector{only});
    });
  }

  Headless page_;
  LabModel model_;
  Controls controls_;
  Transport transport_;
};

double valueOf(Desk& desk, const char* id) {
  return std::get<double>(desk.model().params()[paramIndex(*desk.model().lab(), id)]);
}

}  // namespace

TEST_CASE("keys typed after a click on a number are never lost") {
  const LabDef& lab = *findLab("saddle");
  // How many frames pass between the click, each key, and Enter: none where one frame takes longer than all of it.
  for (int afterClick : {0, 1, 2, 3, 8}) {
    for (int afterKey : {0, 1, 4}) {
      CAPTURE(afterClick);
      CAPTURE(afterKey);
      Desk desk(lab);
      desk.only = "gamma";
      desk.click("value");
      desk.frames(afterClick);
      for (const char c : std::string("1.75")) {
        desk.type({&c, 1});
        desk.frames(afterKey);
      }
      desk.key(ImGuiKey_Enter);
      desk.frames(20);
      CHECK(valueOf(desk, "gamma") == 1.75);
    }
  }
}

TEST_CASE("keys typed after a number was refused are not lost, and replace it") {
  for (int afterEnter : {0, 1, 2, 5}) {
    CAPTURE(afterEnter);
    Desk desk(*findLab("saddle"));
    desk.only = "gamma";
    desk.click("value");
    desk.type("99");
    desk.key(ImGuiKey_Enter);
    desk.frames(afterEnter);
    desk.type("1.5");
    desk.key(ImGuiKey_Enter);
    desk.frames(20);
    CHECK(valueOf(desk, "gamma") == 1.5);
  }
}

TEST_CASE("nothing typed into a number vanishes") {
  const LabDef& lab = *findLab("saddle");
  const auto typed = [&](const char* id, const char* text) {
    Desk desk(lab);
    desk.only = id;
    desk.click("value");
    desk.frames(2);
    ImGui::GetIO().AddInputCharactersUTF8(text);
    desk.key(ImGuiKey_Enter);
    desk.frames(8);
    return valueOf(desk, id);
  };
  const double gamma = typed("gamma", "");
  CHECK(typed("gamma", "0,25") == 0.25);
  CHECK(typed("gamma", "5e-1") == 0.5);
  CHECK(typed("start-x", "\u22120,25") == -0.25);
  CHECK(typed("start-x", "-.5") == -0.5);
  // Refused, not read as 1.
  for (const char* text : {"\u22121", "-1", "1x", "1 000 000", "1,234"}) CHECK(typed("gamma", text) == gamma);
}

TEST_CASE("a seed is a whole number in any spelling, or refused") {
  const auto seed = [](const char* text) {
    Desk desk(*findLab("saddle"));
    desk.click("##seed");
    desk.frames(2);
    ImGui::GetIO().AddInputCharactersUTF8(text);
    desk.key(ImGuiKey_Enter);
    desk.frames(8);
    return desk.model().seed();
  };
  CHECK(seed("7") == 7);
  CHECK(seed("1e3") == 1000);
  CHECK(seed("9007199254740991") == 9007199254740991u);
  for (const char* text : {"-5", "\u22125", "1.5", "0,5", "9007199254740992", "seven", "1e99"}) {
    CAPTURE(text);
    CHECK(seed(text) == kDefaultSeed);
  }
}

TEST_CASE("touch screens are asked for digits only where no sign can be needed") {
  Desk desk(*findLab("saddle"));
  desk.only = "gamma";
  CHECK(!typesDigits());
  desk.click("value");
  desk.frames(6);
  CHECK(typesDigits());
  desk.key(ImGuiKey_Escape);
  desk.frames(4);
  CHECK(!typesDigits());
  desk.only = "start-x";
  desk.frames(2);
  desk.click("value");
  desk.frames(6);
  CHECK(!typesDigits());
}
