// Error reporting: InputError for mistakes in a user's input, std::logic_error for internal errors.
//
// A message reads `place: what is wrong; what would be right`, in lower case, with values in
// 'quotes'. It is at most 500 characters long and contains no control characters, whatever the
// input contained.
#pragma once

#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kairos {

/// The position at which a value was written: file, line and column, counted from 1. An empty place
/// prints nothing.
struct SourceLocation {
  std::shared_ptr<const std::string> file;
  int line = 0;
  int column = 0;

  /// The place as text: "experiments/edge.yaml:4:5", or "experiments/edge.yaml" if the line is
  /// unknown.
  [[nodiscard]] std::string text() const;
};

/// The user's input cannot be used. main() prints it and exits with 2.
class InputError : public std::runtime_error {
 public:
  explicit InputError(const std::string& what) : InputError(SourceLocation{}, what) {}
  InputError(const SourceLocation& where, const std::string& what);
  /// Reports several mistakes together, one per line and in the given order, as many as fit.
  explicit InputError(const std::vector<InputError>& mistakes);

  /// The place of the mistake, or of the first of several.
  [[nodiscard]] const SourceLocation& place() const { return place_; }
  /// The individual mistakes if this error reports several; empty for a single mistake.
  [[nodiscard]] std::span<const InputError> mistakes() const;

 private:
  SourceLocation place_;
  std::shared_ptr<const std::vector<InputError>> mistakes_;
};

/// The known name that is nearest to a misspelt one or begins with it; empty if none is near.
std::string nearest(std::string_view wrong, std::span<const std::string> known);

/// The name of an expected thing with its article: "an arrival process", "a policy", "text".
std::string with_article(std::string_view thing);

/// The names as an enumeration: "'a', 'b' or 'c'".
std::string one_of(std::span<const std::string> names);

/// The message that suggests a name: "unknown policy 'hefft'; did you mean 'heft'?".
std::string did_you_mean(std::string_view kind, std::string_view wrong, std::string_view guess);

/// Suggests the nearest known name, or lists the known names if none is near. If the list is long,
/// only its beginning is shown, followed by `where_all_are`.
std::string unknown_name(std::string_view kind, std::string_view wrong,
                         std::span<const std::string> known, std::string_view where_all_are = {});

}  // namespace kairos
