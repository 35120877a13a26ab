#include "sim/base/error.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

#include "sim/base/text.hpp"
#include "sim/base/time.hpp"

namespace kairos {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// The optimal string alignment distance: letters inserted, deleted, replaced, or swapped with the
/// next letter.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      const bool is_swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row.back();
}

std::string unknown(std::string_view kind, std::string_view wrong) {
  return std::string("unknown ").append(kind).append(" '").append(wrong).append("'; ");
}

}  // namespace

void throw_time_overflow() {
  throw InputError(
      "the simulated time exceeds the range of 64-bit picoseconds (106 days); shorten the run or "
      "the tasks");
}

std::string SourceLocation::text() const {
  if (!file) return {};
  constexpr std::size_t longest = 160;
  std::string name = shortened(printable(*file), longest);
  if (line <= 0) return name;
  return name + ":" + std::to_string(line) + ":" + std::to_string(column);
}

namespace {

constexpr std::size_t longest_message = 480;

std::string message(const SourceLocation& where, const std::string& what) {
  const std::string clean = with_short_quotes(printable(what));
  return shortened(where.file ? where.text() + ": " + clean : clean, longest_message);
}

/// As many mistakes as fit into one message, one per line. The first one always fits.
std::string lines_of(const std::vector<InputError>& mistakes) {
  constexpr std::size_t longest_line = 160, longest_file = 60, room_for_rest = longest_file + 40;
  std::string text;
  std::size_t shown = 0;
  for (; shown < mistakes.size(); ++shown) {
    const std::string line = shortened(mistakes[shown].what(), longest_line);
    if (text.size() + line.size() + room_for_rest > longest_message) break;
    if (shown > 0) text += '\n';
    text += line;
  }
  if (shown == mistakes.size()) return text;
  const std::size_t more = mistakes.size() - shown;
  text += "\n... and " + std::to_string(more) + (more == 1 ? " more mistake" : " more mistakes");
  const auto& file = mistakes.front().place().file;
  return file ? text + " in " + shortened(printable(*file), longest_file) : text;
}

}  // namespace

InputError::InputError(const SourceLocation& where, const std::string& what)
    : std::runtime_error(message(where, what)), place_(where) {}

InputError::InputError(const std::vector<InputError>& mistakes)
    : std::runtime_error(lines_of(mistakes)),
      place_(mistakes.front().place()),
      mistakes_(std::make_shared<const std::vector<InputError>>(mistakes)) {}

std::span<const InputError> InputError::mistakes() const {
  return mistakes_ ? std::span<const InputError>(*mistakes_) : std::span<const InputError>();
}

std::string nearest(std::string_view wrong, std::span<const std::string> known) {
  constexpr std::size_t longest_compared = 100;
  if (wrong.size() > longest_compared) return {};
  const std::string target = lower(wrong);
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, wrong.size() / 3) + 1;
  for (const std::string& name : known) {
    if (name.size() > longest_compared) continue;
    const bool is_its_beginning = target.size() >= 3 && lower(name).starts_with(target);
    const std::size_t distance = is_its_beginning ? 1 : edit_distance(target, lower(name));
    if (distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

std::string with_article(std::string_view thing) {
  if (thing == "text" || thing.starts_with("true ")) return std::string(thing);
  const bool has_vowel = !thing.empty() && std::string_view("aeio").find(thing.front()) < 4;
  return std::string(has_vowel ? "an " : "a ").append(thing);
}

std::string one_of(std::span<const std::string> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += "'" + names[i] + "'";
  }
  return text;
}

std::string did_you_mean(std::string_view kind, std::string_view wrong, std::string_view guess) {
  return unknown(kind, wrong).append("did you mean '").append(guess).append("'?");
}

std::string unknown_name(std::string_view kind, std::string_view wrong,
                         std::span<const std::string> known, std::string_view where_all_are) {
  if (const std::string guess = nearest(wrong, known); !guess.empty()) {
    return did_you_mean(kind, wrong, guess);
  }
  const std::string text = unknown(kind, wrong);
  if (known.empty()) return text + "no names are known";
  constexpr std::size_t most_listed = 16;
  if (known.size() <= most_listed) return text + "known: " + one_of(known);
  std::string list;
  for (const std::string& name : known.first(most_listed))
    list.append("'").append(name).append("', ");
  return text + "known: " + list + "and " + std::to_string(known.size() - most_listed) + " more" +
         std::string(where_all_are);
}

}  // namespace kairos
