// The interface of comparison formats. Each format is a plug-in, in a file of report/writers.
#pragma once

#include <string>
#include <string_view>

#include "experiments/report/comparison.hpp"

namespace kairos {

class ReportWriter {
 public:
  static constexpr std::string_view kind = "format";

  virtual ~ReportWriter() = default;
  /// The comparison as text that ends in a line feed.
  [[nodiscard]] virtual std::string write(const Comparison& comparison) const = 0;
};

/// Writes a comparison in the format of this name. Throws InputError for an unknown format.
std::string written_as(const std::string& format, const Comparison& comparison);

}  // namespace kairos
