#pragma once

#include <string>

namespace basin {

/// A text field for a number, as wide as the next item. What is typed into it stays as it is, so that the reader sees
/// what is refused: a filter would make 13 of "1e3" and 1 of "−1". True when Enter ends it. `digits`: it needs no sign, which
/// touch screens' keys have no room for.
bool numberField(const char* label, std::string& text, bool digits);

/// The text field `label`, drawn next, takes the keys in this very frame: ImGui::SetKeyboardFocusHere() would give them
/// to it two frames later and throw away what is typed until then.
void takeKeysNow(const char* label);

/// The field that Enter has just ended goes on, with all its text selected.
void keepKeys(const char* label);

/// Whether a number that needs no sign is being typed.
bool typesDigits();

}  // namespace basin
