#include "experiments/report/failure_summary.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace kairos {
namespace {

/// The message without numbers and quoted names, which is equal for runs that fail for one reason.
std::string reason_of(const std::string& message) {
  std::string reason;
  bool is_quoted = false;
  for (const char c : message) {
    if (c == '\'') is_quoted = !is_quoted;
    const bool is_number = (c >= '0' && c <= '9') || c == '.';
    if (!is_quoted && !is_number) reason += c;
  }
  return reason;
}

}  // namespace

std::string failure_summary(const std::vector<FailedRun>& failures) {
  constexpr std::size_t most = 5;
  std::map<std::string, std::size_t> place;
  std::vector<std::pair<std::string, std::size_t>> reasons;  // First messages and counts.
  for (const FailedRun& run : failures) {
    const auto [found, is_new] = place.emplace(reason_of(run.message), reasons.size());
    if (is_new) reasons.emplace_back(run.message, 0);
    ++reasons[found->second].second;
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(most, reasons.size()); ++i) {
    const auto& [message, runs] = reasons[i];
    text += fmt::format("failed: {}{}\n", message,
                        runs > 1 ? fmt::format(" ({} runs failed like this)", runs) : "");
  }
  if (reasons.size() > most) {
    text += fmt::format("failed: {} more kinds of messages are in table 'runs' of results.sqlite\n",
                        reasons.size() - most);
  }
  return text;
}

}  // namespace kairos
