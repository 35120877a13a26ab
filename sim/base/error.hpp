// Whose fault it is: InputError for what a user wrote, std::logic_error for what we got wrong.
//
// A message reads `place: what is wrong; what would be right`, in lower case, values in 'quotes'.
// It is at most 500 characters long and holds no control characters, whatever the input held.
#pragma once

#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kairos {

/// Where a value was written: file, line and column from 1. An empty place prints nothing.
struct Place {
  std::shared_ptr<const std::string> file;
  int line = 0;
  int column = 0;

  /// "experiments/edge.yaml:4:5", or "experiments/edge.yaml" where no line is known.
  [[nodiscard]] std::string text() const;
};

/// The user's input cannot be used. main() prints it and exits with 2.
class InputError : public std::runtime_error {
 public:
  explicit InputError(const std::string& what) : InputError(Place{}, what) {}
  InputError(const Place& where, const std::string& what);
  /// Reports several mistakes together, one a line, in the order given; as many as fit.
  explicit InputError(const std::vector<InputError>& mistakes);

  /// The place of the mistake, or of the first of several.
  [[nodiscard]] const Place& place() const { return place_; }
  /// The mistakes of a report of several; empty for a single mistake.
  [[nodiscard]] std::span<const InputError> mistakes() const;

 private:
  Place place_;
  std::shared_ptr<const std::vector<InputError>> mistakes_;
};

/// The known name nearest to a misspelt one or begun by it, or nothing when none is near.
std::string nearest(std::string_view wrong, std::span<const std::string> known);

/// "an arrival process", "a policy", "text": names what is expected, with its article.
std::string with_article(std::string_view thing);

/// "'a', 'b' or 'c'".
std::string one_of(std::span<const std::string> names);

/// "unknown policy 'hefft'; did you mean 'heft'?".
std::string did_you_mean(std::string_view kind, std::string_view wrong, std::string_view guess);

/// Suggests the nearest known name, or lists the known names when none is near; of a long list only
/// the beginning, followed by `where_all_are`.
std::string unknown_name(std::string_view kind, std::string_view wrong,
                         std::span<const std::string> known, std::string_view where_all_are = {});

}  // namespace kairos
