#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace basin {

/// Builds JSON text: objects over several indented lines, lists of numbers on one. NaN becomes
/// null, the infinities the strings "Infinity" and "-Infinity", which Number() and float() read.
class JsonWriter {
 public:
  void beginObject() { open('{', false); }
  void endObject() { close('}'); }
  void beginArray() { open('[', false); }
  /// A list on one line.
  void beginList() { open('[', true); }
  void endArray() { close(']'); }

  /// Name of the member that follows.
  JsonWriter& key(std::string_view name);

  void value(double number);
  void value(float number);
  void value(bool flag) { raw(flag ? "true" : "false"); }
  void value(std::string_view text);
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  template <std::integral T>
  void value(T number) {
    raw(std::to_string(number));
  }
  template <class T>
  void value(const std::vector<T>& items) {
    beginList();
    for (const T& item : items) value(item);
    endArray();
  }
  void null() { raw("null"); }

  /// A member and its value.
  template <class T>
  void member(std::string_view name, const T& item) {
    key(name).value(item);
  }

  /// The finished text with a newline at its end.
  std::string take();

 private:
  struct Level {
    bool inLine = false;
    bool empty = true;
  };

  void open(char bracket, bool inLine);
  void close(char bracket);
  void separate();
  void newLine();
  void raw(std::string_view text);
  void quote(std::string_view text);

  std::string text_;
  std::vector<Level> levels_;
  bool afterKey_ = false;
};

}  // namespace basin
