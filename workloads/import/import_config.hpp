// How a file of a foreign format is read: the key `import` beside the name of the file.
#pragma once

#include "sim/base/fields.hpp"
#include "workloads/readers/reader.hpp"

namespace kairos {

struct ImportConfig {
  std::optional<std::string> format;  ///< The name of a reader; absent if the file shows it.
  Reader::Settings settings;

  void describe(Fields& f);
};

}  // namespace kairos
