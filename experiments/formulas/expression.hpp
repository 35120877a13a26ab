// Arithmetic expressions over named numbers, such as "energy_j / jobs". muParser evaluates them.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kairos {

/// A parsed expression. Only one thread at a time may use it.
class Expression {
 public:
  /// Throws InputError without a place; its message continues "'is' of formula 'x' ".
  explicit Expression(const std::string& text);
  ~Expression();
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;

  /// The names of the numbers that the expression uses, each once.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  /// The value for these numbers, which are in the order of names(). Empty if it is not finite.
  [[nodiscard]] std::optional<double> value(std::span<const double> numbers) const;

 private:
  struct Parser;
  std::vector<std::string> names_;
  std::unique_ptr<Parser> parser_;
};

/// True for the names of the functions of expressions, such as "exp".
bool is_function(const std::string& name);

}  // namespace kairos
