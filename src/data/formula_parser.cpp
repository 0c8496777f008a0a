#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <utility>

#include "data/formula.h"
#include "data/formula_names.h"
#include "data/formula_signs.h"

namespace basin {
namespace {

constexpr char32_t kRoot = U'√', kCubeRoot = U'∛';
constexpr char32_t kRaisedX = U'\u02E3', kRaisedMinusSign = U'⁻', kRaisedPlusSign = U'⁺';

bool isRaised(char32_t c) {
  return raisedDigit(c) >= 0 || c == kRaisedX || c == kRaisedMinusSign || c == kRaisedPlusSign;
}
char32_t closing(char32_t c) {
  return c == '(' ? ')' : c == '[' ? ']' : c == '{' ? '}' : 0;
}

}  // namespace

/// Recursive descent over the signs of a text; every function returns false after noting the first
/// error. What is noted is always the leftmost thing that cannot be read.
class FormulaParser {
 public:
  explicit FormulaParser(std::string_view text)
      : tooLong_(text.size() > static_cast<std::size_t>(Formula::kMaxLength)) {
    if (!tooLong_) signs_ = formulaSigns(text);
  }

  Result<Formula> run() {
    if (tooLong_) {
      return Failure{"the formula is longer than " + std::to_string(Formula::kMaxLength) +
                     " characters"};
    }
    skip();
    if (atEnd()) return Failure{"the formula is empty"};
    skipLeftSide();
    if (!sum() || !ended()) return Failure{error_};
    return std::move(formula_);
  }

 private:
  using Op = Formula::Op;
  using Function = FormulaFunction;
  using Word = FormulaWord;

  char32_t signAt(std::size_t i) const { return i < signs_.size() ? signs_[i].meant : 0; }
  char32_t peek() const { return signAt(at_); }
  bool atEnd() const { return at_ >= signs_.size(); }
  void skip() {
    while (peek() == ' ') ++at_;
  }
  bool blankBefore() const { return at_ > 0 && signAt(at_ - 1) == ' '; }
  bool take(char32_t c) {
    if (peek() != c || atEnd()) return false;
    ++at_;
    skip();
    return true;
  }
  /// "*", "x .* y" as in MATLAB; not the first of "**".
  bool takeOperator(char32_t c) {
    const std::size_t dot = peek() == '.' ? 1 : 0;
    if (signAt(at_ + dot) != c || (c == '*' && signAt(at_ + dot + 1) == '*')) return false;
    at_ += dot + 1;
    skip();
    return true;
  }
  bool seesPower() const {
    const std::size_t dot = peek() == '.' ? 1 : 0;
    return signAt(at_ + dot) == '^' || (signAt(at_ + dot) == '*' && signAt(at_ + dot + 1) == '*');
  }
  bool takePower() {
    if (!seesPower()) return false;
    if (peek() == '.') ++at_;
    at_ += peek() == '*' ? 2 : 1;
    skip();
    return true;
  }

  bool failAt(std::size_t position, const std::string& why) {
    if (error_.empty()) error_ = "position " + std::to_string(position + 1) + ": " + why;
    return false;
  }
  bool fail(const std::string& why) { return failAt(at_, why); }
  /// Two readings, or one that nobody can have meant: what to write.
  bool doubtful(std::size_t from, std::size_t to, const std::string& better) {
    return failAt(from, "'" + written(from, to) + "' can be read in two ways: write " + better);
  }
  bool refuseSign(std::string_view better) {
    return fail("'" + written(at_, at_ + 1) + "' is not read here: write " + std::string(better));
  }
  static std::string either(const std::string& one, const std::string& other) {
    return one + " / " + other;
  }
  std::string written(std::size_t from, std::size_t to) const {
    constexpr std::size_t kLongest = 20;
    std::string text;
    for (std::size_t i = from; i < std::min({to, from + kLongest, signs_.size()}); ++i) {
      text += signs_[i].written == ' ' ? " " : shownSign(signs_[i].written);
    }
    return text;
  }
  bool emit(Op op, double number = 0) {
    formula_.program_.push_back({op, number});
    return true;
  }

  bool needsParentheses(const Function& function, std::size_t start) {
    return failAt(start, "'" + std::string(function.name) + "' needs its argument in parentheses");
  }

  /// Passes "y =", "f(x) :=", "=" and "x ->".
  void skipLeftSide() {
    const std::size_t start = at_;
    const bool variable = lower(peek()) == 'x' && !isLetter(signAt(at_ + 1));
    while (isLetter(peek())) ++at_;
    const bool known = wordAt(start).length == at_ - start;
    skip();
    if (variable && (take(U'↦') || take(U'→') || takeArrow())) return;
    if (at_ > start && !known && take('(')) {
      const bool ofX = lower(peek()) == 'x';
      if (ofX) ++at_;
      skip();
      if (!ofX || !take(')')) at_ = start;
    }
    if (peek() == ':' && signAt(at_ + 1) == '=') ++at_;
    if ((known && at_ > start) || !take('=')) at_ = start;
  }
  bool takeArrow() {
    if ((peek() != '-' && peek() != '=') || signAt(at_ + 1) != '>') return false;
    at_ += 2;
    skip();
    return true;
  }

  /// Nothing may follow, but for the semicolon of a program.
  bool ended() {
    if (peek() == ';') {
      const std::size_t semicolon = at_;
      take(';');
      if (!atEnd()) at_ = semicolon;
    }
    return atEnd() || unexpected();
  }

  /// Says why the sign that comes next cannot go on a formula.
  bool unexpected() {
    const char32_t c = peek();
    if (atEnd()) return fail("the formula ends where a number, x or a function is expected");
    if (c == ')' || c == ']' || c == '}') return fail("this parenthesis closes nothing");
    if (c == '=') return fail("an equation cannot be read: write the side that is a formula of x");
    if (c == ',' || c == ';') {
      return fail("'" + written(at_, at_ + 1) +
                  "' stands between the two arguments of min, max, mod and pow alone");
    }
    if (isDigit(c) || c == '.') {
      return fail("an operator is expected: write * for a product, ^ for a power");
    }
    if (const auto better = insteadOf(c); !better.empty()) return refuseSign(better);
    if (isRaised(c)) return refuseSign("^(…)");
    if (isLetter(c) || closing(c) != 0 ||
        std::u32string_view(U"+-*/^|√∛").find(c) != std::u32string_view::npos) {
      return fail("a number, x or a function is expected, not '" + written(at_, at_ + 1) + "'");
    }
    return fail("'" + written(at_, at_ + 1) + "' is no sign of a formula of x");
  }

  bool sum() {
    if (!product()) return false;
    while (true) {
      if (takeOperator('+')) {
        if (!product()) return false;
        emit(Op::Add);
      } else if (takeOperator('-')) {
        if (!product()) return false;
        emit(Op::Subtract);
      } else {
        return true;
      }
    }
  }

  /// A factor may begin here without a sign before it. Between bars a bar closes.
  bool startsFactor() const {
    const char32_t c = peek();
    return isLetter(c) || closing(c) != 0 || c == kRoot || c == kCubeRoot || (c == '|' && !inBars_);
  }

  bool product() {
    if (!signedFactor()) return false;
    while (true) {
      if (takeOperator('*')) {
        if (!signedFactor()) return false;
        emit(Op::Multiply);
      } else if (takeOperator('/')) {
        if (!signedFactor()) return false;
        emit(Op::Divide);
      } else if (startsFactor()) {
        if (!power()) return false;
        emit(Op::Multiply);
      } else {
        return true;
      }
    }
  }

  bool signedFactor() {
    if (++depth_ > Formula::kMaxDepth) return fail("nested too deeply");
    bool good = false;
    if (take('-')) {
      good = signedFactor() && emit(Op::Negate);
    } else if (take('+')) {
      good = signedFactor();
    } else {
      good = power();
    }
    --depth_;
    return good;
  }

  bool power() {
    const std::size_t start = at_;
    if (!primary()) return false;
    if (isRaised(peek())) {
      if (!raised()) return false;
      if (seesPower()) {
        return doubtful(start, at_ + 1, "(" + written(start, at_) + ")^…");
      }
      return emit(Op::Power);
    }
    if (!takePower()) return true;
    return signedFactor() && emit(Op::Power);
  }

  /// "⁻²ˣ": a whole number, x or their product.
  bool raised() {
    const std::size_t start = at_;
    const bool minus = peek() == kRaisedMinusSign;
    if (minus || peek() == kRaisedPlusSign) ++at_;
    double number = 0;
    const std::size_t digits = at_;
    while (raisedDigit(peek()) >= 0) number = 10 * number + raisedDigit(signs_[at_++].meant);
    const bool counted = at_ > digits;
    const bool variable = peek() == kRaisedX;
    if (variable) ++at_;
    if (!counted && !variable) return failAt(start, "'" + written(start, at_) + "' is no exponent");
    skip();
    if (isRaised(peek())) return unexpected();
    if (counted) emit(Op::Number, minus ? -number : number);
    if (variable) emit(Op::X);
    if (variable && counted) emit(Op::Multiply);
    if (variable && !counted && minus) emit(Op::Negate);
    return true;
  }

  bool primary() {
    if (++depth_ > Formula::kMaxDepth) return fail("nested too deeply");
    bool good = false;
    const char32_t c = peek();
    if (isDigit(c) || c == '.' || fractionSign(c) > 0) {
      good = number();
    } else if (isLetter(c)) {
      good = name();
    } else if (closing(c) != 0) {
      good = parenthesis();
    } else if (c == '|' && !inBars_) {
      good = bars();
    } else if (c == kRoot || c == kCubeRoot) {
      good = root();
    } else {
      good = c == '|' ? fail("bars within bars: write abs(x)") : unexpected();
    }
    --depth_;
    return good;
  }

  /// What opened at `open` ends here: the sign that stands in its way is named before it is, for
  /// that one comes first where the text is not over.
  bool close(char32_t sign, std::size_t open) {
    if (take(sign)) return true;
    if (!atEnd()) return unexpected();
    return failAt(open,
                  sign == '|' ? "this bar is never closed" : "this parenthesis is never closed");
  }

  template <class Inner>
  bool within(bool bars, Inner inner) {
    const bool before = std::exchange(inBars_, bars);
    const bool good = inner();
    inBars_ = before;
    return good;
  }

  bool parenthesis() {
    const std::size_t open = at_;
    const char32_t end = closing(peek());
    take(peek());
    return within(false, [&] { return sum() && close(end, open); });
  }

  bool bars() {
    const std::size_t open = at_;
    take('|');
    return within(true, [&] { return sum() && close('|', open); }) && emit(Op::Abs);
  }

  /// Of one number, name, parenthesis or function: where the bar over "√2x" ended is lost.
  bool root() {
    const std::size_t start = at_;
    const Op op = peek() == kRoot ? Op::Sqrt : Op::Cbrt;
    ++at_;
    skip();
    const bool plain = isDigit(peek()) || (isLetter(peek()) && wordAt(at_).constant != 0);
    if (!primary()) return false;
    const bool goesOn = startsFactor() && !blankBefore() && peek() != kRoot;
    if (plain && (isRaised(peek()) || seesPower() || goesOn)) {
      return doubtful(start, at_ + 1, written(start, start + 1) + "(…)");
    }
    return emit(op);
  }

  bool number() {
    const std::size_t start = at_;
    if (const double fraction = fractionSign(peek()); fraction > 0) {
      ++at_;
      skip();
      if (isDigit(peek()) || peek() == '.') return unexpected();
      return emit(Op::Number, fraction);
    }
    std::string text;
    const auto digits = [&] {
      const std::size_t before = at_;
      while (isDigit(peek())) text += static_cast<char>(signs_[at_++].meant);
      return at_ - before;
    };
    const std::size_t whole = digits();
    if (peek() == ',' && decimalCommas_ && whole > 0 && isDigit(signAt(at_ + 1))) {
      ++at_;
      text += '.';
      const std::size_t decimals = digits();
      const bool several = peek() == ',' && isDigit(signAt(at_ + 1));
      while (peek() == ',' && isDigit(signAt(at_ + 1))) {
        ++at_;
        while (isDigit(peek())) ++at_;
      }
      if (several || (decimals == 3 && whole <= 3 && text[0] != '0')) {
        std::string joined = written(start, at_);
        std::erase(joined, ',');
        return doubtful(start, at_, several ? joined : either(text, joined));
      }
    } else if (peek() == '.' &&
               std::u32string_view(U"*/^").find(signAt(at_ + 1)) == std::u32string_view::npos) {
      ++at_;
      text += '.';
      if (digits() + whole == 0) return failAt(start, "not a number");
    }
    // "2e" followed by no digit is 2 times e.
    std::size_t exponent = at_ + 1;
    if (signAt(exponent) == '-' || signAt(exponent) == '+') ++exponent;
    if (lower(peek()) == 'e' && isDigit(signAt(exponent))) {
      text += 'e';
      if (signAt(++at_) == '-') text += '-';
      at_ = exponent;
      digits();
    }
    double value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool all = stop == text.data() + text.size();
    if (error != std::errc() || !all || !std::isfinite(value)) return failAt(start, "not a number");
    const bool dot = peek() == '.' && isDigit(signAt(at_ + 1));
    if (isDigit(peek()) || dot) return fail("not a number");
    skip();
    if (isDigit(peek()) || fractionSign(peek()) > 0) {
      return fail("an operator is expected: write * for a product, ^ for a power");
    }
    return emit(Op::Number, value);
  }

  Word wordAt(std::size_t at) const { return formulaWordAt(signs_, at); }

  /// Checks a word that begins here as a whole: "xsin" is x times sin, "exposed" is not exp.
  bool checkWord() {
    at_ += libraryAt(signs_, at_);
    std::size_t end = at_;
    while (isLetter(signAt(end)) || (end > at_ && isDigit(signAt(end)))) ++end;
    wordEnd_ = end;
    for (std::size_t i = at_; i < end;) {
      const Word word = wordAt(i);
      // Digits behind x, e and functions, reported where they are met.
      if (i > at_ && isDigit(signAt(i))) break;
      if (word.length == 0) return unknownName(end);
      i += word.length;
    }
    return true;
  }

  bool unknownName(std::size_t end) {
    const std::string word = written(at_, end);
    if (word == "lg" || word == "ld" || word == "lb")
      return doubtful(at_, end, either("log10", "log2"));
    return fail("unknown name '" + word + "'; the variable is x, known are " + formulaNames());
  }

  bool name() {
    if (at_ >= wordEnd_ && !checkWord()) return false;
    const std::size_t start = at_;
    const Word word = wordAt(at_);
    at_ += word.length;
    const std::size_t end = at_;
    if (word.function) {
      if (isDigit(peek()) || loweredDigit(peek()) >= 0) {
        return lowered(*word.function, start);
      }
      const bool numbered = isDigit(signAt(end - 1));
      if (numbered && isLetter(peek())) {
        return doubtful(start, wordEnd_, written(start, end) + "(…)");
      }
      skip();
      return call(*word.function, start);
    }
    // A raised 2 that came without being raised.
    if (isDigit(peek()) || (word.constant == 'e' && lower(peek()) == 'x' && end < wordEnd_)) {
      const std::string left = written(start, end), right = written(end, end + 1);
      return doubtful(start, end + 1, either(left + "^" + right, left + "*" + right));
    }
    skip();
    if (word.constant == 'x') return emit(Op::X);
    return emit(Op::Number, word.constant == 'e' ? std::numbers::e : std::numbers::pi);
  }

  /// "log₂ x" and "log₁₀ x"; "sin2x" has lost either an exponent or a parenthesis.
  bool lowered(const Function& function, std::size_t start) {
    const std::size_t end = at_;
    int base = 0;
    while (loweredDigit(peek()) >= 0 && base < 100)
      base = 10 * base + loweredDigit(signs_[at_++].meant);
    if (function.op == Op::Log && (base == 2 || base == 10)) {
      skip();
      static constexpr Function kBases[] = {{"log2", Op::Log2, 1}, {"log10", Op::Log10, 1}};
      return call(kBases[base == 2 ? 0 : 1], start);
    }
    const std::string name = written(start, end);
    if (base > 0 || at_ > end)
      return failAt(start, "'" + written(start, at_) + "' is not known: write log(x)/log(a)");
    return doubtful(start, end + 1, either(name + "(…)", name + "(x)^" + written(end, end + 1)));
  }

  /// The exponent between a function's name and its argument, "sin² x"; 0 where there is none.
  bool exponentOf(const Function& function, std::size_t start, double& exponent) {
    const std::size_t before = at_;
    const std::string name = written(start, before);
    if (isRaised(peek())) {
      const bool inverse = peek() == kRaisedMinusSign;
      if (inverse) ++at_;
      const std::size_t digits = at_;
      while (raisedDigit(peek()) >= 0 && exponent < 100)
        exponent = 10 * exponent + raisedDigit(signs_[at_++].meant);
      if (inverse || at_ == digits) {
        const bool circular =
            function.op == Op::Sin || function.op == Op::Cos || function.op == Op::Tan;
        const std::string reciprocal = "1/" + std::string(function.name) + "(x)";
        return doubtful(
            start, at_,
            circular ? either("a" + std::string(function.name) + "(x)", reciprocal) : reciprocal);
      }
      if (exponent < 1 || isRaised(peek())) return needsParentheses(function, start);
      skip();
    } else if (seesPower()) {
      takePower();
      const std::size_t digits = at_;
      while (isDigit(peek()) && exponent < 100)
        exponent = 10 * exponent + (signs_[at_++].meant - U'0');
      const bool plain = exponent >= 1 && !isDigit(peek()) && peek() != '.';
      if (at_ == digits || !plain || function.op == Op::Exp) {
        return needsParentheses(function, start);
      }
      skip();
    }
    return true;
  }

  bool call(const Function& function, std::size_t start) {
    const std::string quoted = "'" + std::string(function.name) + "'";
    double exponent = 0;
    if (function.arguments == 1 && !exponentOf(function, start, exponent)) return false;
    if (closing(peek()) == 0) {
      if (function.arguments > 1 || atEnd()) {
        return needsParentheses(function, start);
      }
      if (!bareArgument(function)) return false;
      emit(function.op);
    } else {
      if (!arguments(function, quoted)) return false;
      emit(function.op);
    }
    if (exponent > 0) {
      emit(Op::Number, exponent);
      emit(Op::Power);
    }
    return true;
  }

  bool arguments(const Function& function, const std::string& quoted) {
    const std::size_t open = at_;
    const char32_t end = closing(peek());
    take(peek());
    const bool before = decimalCommas_;
    decimalCommas_ = function.arguments == 1 || semicolonWithin(open);
    const bool good = within(false, [&] {
      for (int i = 0; i < function.arguments; ++i) {
        if (i > 0 && !take(';') && !take(',')) {
          if (peek() != end) return close(end, open);
          return fail(quoted + " takes two arguments, separated by a comma");
        }
        if (!sum()) return false;
      }
      if (peek() == ',' || peek() == ';') {
        return fail(quoted + (function.arguments == 1
                                  ? " takes one argument"
                                  : " takes two arguments; between decimal commas write ;"));
      }
      return close(end, open);
    });
    decimalCommas_ = before;
    return good;
  }

  bool semicolonWithin(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < signs_.size(); ++i) {
      const char32_t c = signs_[i].meant;
      if (closing(c) != 0) ++depth;
      if ((c == ')' || c == ']' || c == '}') && --depth == 0) return false;
      if (c == ';' && depth == 1) return true;
    }
    return false;
  }

  /// "sin 2πx" is plain: numbers, constants and x up to the next sign or function. "sin x/2" is
  /// not.
  bool bareArgument(const Function& function) {
    if (++depth_ > Formula::kMaxDepth) return fail("nested too deeply");
    const std::size_t start = at_;
    const bool minus = take('-');
    int factors = 0;
    bool hasX = false, whole = false;
    while (true) {
      const char32_t c = peek();
      const Word word = isLetter(c) ? wordAt(at_) : Word{};
      const bool first = factors == 0;
      if (first && !isDigit(c) && c != '.' && fractionSign(c) == 0 && !startsFactor())
        return unexpected();
      if (!first && (!isLetter(c) || (word.length > 0 && word.function) || hasX)) break;
      whole = first && (word.function || c == '|' || c == kRoot || c == kCubeRoot);
      hasX = hasX || word.constant == 'x';
      if (!power()) return false;
      if (!first) emit(Op::Multiply);
      ++factors;
      if (whole) break;
    }
    if (minus) emit(Op::Negate);
    --depth_;
    const char32_t c = peek();
    const bool apart = blankBefore() && signAt(at_ + 1) == ' ';
    const std::size_t behind = at_ + 1 + (apart ? 1 : 0);
    std::size_t last = at_;
    while (signAt(last - 1) == ' ') --last;
    const bool alone = last == start + 1 && wordAt(start).constant == 'x';
    const bool ownFactor = (c == '*' || c == '/') && ((apart && alone) || wordAt(behind).function);
    const bool goesOn = (c == '*' || c == '/') ||
                        (startsFactor() && (!isLetter(c) || !hasX || !wordAt(at_).function));
    if (goesOn && !ownFactor && !(whole && wordAt(at_).function)) {
      const std::string name(function.name);
      return doubtful(start, at_ + 1, name + "(…)");
    }
    return true;
  }

  std::vector<FormulaSign> signs_;
  bool tooLong_ = false;
  std::size_t at_ = 0;
  std::size_t wordEnd_ = 0;    // the word that has been checked goes up to here
  bool inBars_ = false;        // a bar closes rather than opens
  bool decimalCommas_ = true;  // a comma between digits is a decimal comma
  int depth_ = 0;
  std::string error_;
  Formula formula_;
};

Result<Formula> Formula::parse(std::string_view text) {
  return FormulaParser(text).run();
}

}  // namespace basin
