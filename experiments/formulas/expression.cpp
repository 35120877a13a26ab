// Reads expressions; only this file includes muParser.
#include "experiments/formulas/expression.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <muParser.h>

#include "sim/base/error.hpp"

namespace kairos {
namespace {

constexpr const char* spaces = " \t\r\n";

struct Language {
  std::vector<std::string> functions, constants;
};

const Language& language() {
  static const Language known = [] {
    Language l;
    const mu::Parser parser;
    for (const auto& [name, function] : parser.GetFunDef()) l.functions.push_back(name);
    for (const auto& [name, value] : parser.GetConst()) l.constants.push_back(name);
    return l;
  }();
  return known;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// The position is counted from 0; the message counts from 1.
InputError unreadable(std::size_t position, const std::string& reason) {
  return InputError("cannot be read at position " + std::to_string(position + 1) + ": " + reason);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Finds the names in an expression, and refuses what muParser would accept although it makes no
/// sense in a formula, such as an assignment.
class Scan {
 public:
  explicit Scan(const std::string& written) : text(written) {
    while (at_ < text.size()) {
      if (is_letter(text[at_])) {
        read_name();
      } else if (is_digit(text[at_])) {
        skip_number();
      } else {
        check_sign();
      }
    }
  }

  std::string text;  ///< The expression without spaces before the parentheses of functions.
  std::vector<std::string> names;

 private:
  [[nodiscard]] char look(std::size_t position) const {
    return position < text.size() ? text[position] : ' ';
  }

  void read_name() {
    const std::size_t begin = at_;
    while (is_letter(look(at_)) || is_digit(look(at_))) ++at_;
    const std::string name = text.substr(begin, at_ - begin);
    const std::size_t next = std::min(text.find_first_not_of(spaces, at_), text.size());
    const bool is_called = look(next) == '(';
    const auto& [functions, constants] = language();
    if (is_called && !contains(functions, name)) {
      throw unreadable(begin, unknown_name("function", name, functions));
    }
    if (is_called) std::swap(text[at_], text[next]);  // muParser takes no space between them.
    if (is_called || contains(constants, name) || contains(names, name)) return;
    if (contains(functions, name)) {
      throw unreadable(begin, "'" + name + "' is a function; write its arguments in parentheses");
    }
    names.push_back(name);
  }

  /// Skips digits and an exponent, so that its 'e' is not taken for a name.
  void skip_number() {
    while (is_digit(look(at_)) || look(at_) == '.') ++at_;
    if (look(at_) != 'e' && look(at_) != 'E') return;
    const bool has_sign = look(at_ + 1) == '+' || look(at_ + 1) == '-';
    const std::size_t digits = at_ + (has_sign ? 2 : 1);
    if (!is_digit(look(digits))) return;
    at_ = digits;
    while (is_digit(look(at_))) ++at_;
  }

  void check_sign() {
    const char sign = text[at_];
    if (std::string_view(" \t\r\n.,+-*/^()<>=!&|?:").find(sign) == std::string_view::npos) {
      throw unreadable(at_, "'" + std::string(1, sign) + "' has no meaning in a formula");
    }
    const bool compares =
        look(at_ + 1) == '=' ||
        (at_ > 0 && std::string_view("=<>!").find(text[at_ - 1]) != std::string_view::npos);
    if (sign == '=' && !compares) {
      throw unreadable(at_, "'=' would assign a value; write '==' to compare");
    }
    ++at_;
  }

  std::size_t at_ = 0;
};

/// The reason for an error of muParser in plain words.
std::string reason_of(const mu::ParserError& error) {
  std::string token = error.GetToken();
  token.erase(token.find_last_not_of(' ') + 1);
  const std::string quoted = "'" + token + "'";
  switch (error.GetCode()) {
    case mu::ecUNEXPECTED_OPERATOR:
      return "a value is missing before operator " + quoted;
    case mu::ecUNASSIGNABLE_TOKEN:
      return quoted + " is neither a number nor a name nor an operator";
    case mu::ecUNEXPECTED_EOF:
      return "a value is missing at the end";
    case mu::ecUNEXPECTED_ARG_SEP:
      return "a comma may only stand between the arguments of a function";
    case mu::ecUNEXPECTED_VAL:
    case mu::ecUNEXPECTED_VAR:
    case mu::ecUNEXPECTED_FUN:
      return "an operator is missing before " + quoted;
    case mu::ecUNEXPECTED_PARENS:
      return "parenthesis " + quoted + " does not fit there";
    case mu::ecMISSING_PARENS:
      return "a closing parenthesis is missing";
    case mu::ecTOO_MANY_PARAMS:
      return "function " + quoted + " has too many arguments";
    case mu::ecTOO_FEW_PARAMS:
      return "function " + quoted + " has too few arguments";
    case mu::ecUNEXPECTED_CONDITIONAL:
      return "a value is missing before '?' or ':'";
    case mu::ecMISSING_ELSE_CLAUSE:
      return "'?' has no ':'; write condition ? value : other value";
    case mu::ecMISPLACED_COLON:
      return "':' has no '?' before it; write condition ? value : other value";
    default:
      return "it is not an expression";
  }
}

/// The position of an error in the text. muParser sometimes gives the position after the sign that
/// is wrong, or none.
std::size_t position_of(const mu::ParserError& error, const std::string& text) {
  const auto position = static_cast<std::size_t>(error.GetPos());
  const auto code = error.GetCode();
  const bool may_be_after = code == mu::ecTOO_FEW_PARAMS || code == mu::ecMISPLACED_COLON;
  if (position > text.size()) return text.size();
  const bool is_after = may_be_after && position > 0 && text[position] != ')';
  return is_after ? position - 1 : position;
}

void check_length(const std::string& text) {
  constexpr std::size_t longest = 1000;
  if (text.find_first_not_of(spaces) == std::string::npos) {
    throw InputError("is empty; write an expression such as energy_j / jobs");
  }
  if (text.size() > longest) {
    throw InputError("has more than " + std::to_string(longest) +
                     " characters; divide it into several formulas");
  }
}

}  // namespace

struct Expression::Parser {
  std::vector<double> numbers;  ///< The variables of the parser, in the order of their names.
  mu::Parser parser;
};

Expression::Expression(const std::string& text) {
  check_length(text);
  const Scan scan(text);
  names_ = scan.names;
  parser_ = std::make_unique<Parser>();
  auto& [numbers, parser] = *parser_;
  numbers.resize(names_.size());
  parser.EnableOptimizer(false);  // Its rearrangements would change the last digits of values.
  try {
    for (std::size_t i = 0; i < names_.size(); ++i) parser.DefineVar(names_[i], &numbers[i]);
    parser.SetExpr(scan.text);
    static_cast<void>(parser.Eval());
  } catch (const mu::ParserError& error) {
    throw unreadable(position_of(error, text), reason_of(error));
  }
  if (parser.GetNumResults() > 1) {
    throw unreadable(text.find(','), "a comma may only stand between the arguments of a function");
  }
}

Expression::~Expression() = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;

std::optional<double> Expression::value(std::span<const double> numbers) const {
  std::ranges::copy(numbers, parser_->numbers.begin());
  const double value = parser_->parser.Eval();
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_function(const std::string& name) {
  return contains(language().functions, name);
}

}  // namespace kairos
