#include "app/ui/number_field.h"

#include <imgui_internal.h>
#include <imgui_stdlib.h>

namespace basin {

namespace {
ImGuiID digitsField = 0;  // The last number field in use that needs no sign.
}

bool numberField(const char* label, std::string& text, bool digits) {
  const ImGuiInputTextFlags flags = ImGuiInputTextFlags_EnterReturnsTrue |
                                    ImGuiInputTextFlags_AutoSelectAll |
                                    ImGuiInputTextFlags_CharsNoBlank;
  const bool entered = ImGui::InputText(label, &text, flags);
  if (digits && ImGui::IsItemActive()) digitsField = ImGui::GetItemID();
  return entered;
}

void takeKeysNow(const char* label) {
  ImGuiContext& context = *ImGui::GetCurrentContext();
  context.NavActivateId = ImGui::GetID(label);
  context.NavActivateFlags = ImGuiActivateFlags_PreferInput;
}

void keepKeys(const char* label) {
  const ImGuiID field = ImGui::GetID(label);
  ImGui::SetActiveID(field, ImGui::GetCurrentWindow());
  if (ImGuiInputTextState* state = ImGui::GetInputTextState(field)) state->SelectAll();
  ImGui::GetCurrentContext()->PlatformImeData.WantTextInput = true;
}

bool typesDigits() {
  return digitsField != 0 && digitsField == ImGui::GetActiveID();
}

}  // namespace basin
