// The text of a platform file with fitted constants.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "experiments/fit/free_constant.hpp"
#include "sim/base/value.hpp"

namespace kairos {

/// The file of a platform with new values of constants, one for each. Only these numbers change if
/// the file itself sets all of them; otherwise the whole document is written. Paths of measured
/// tables stay right in the folder `folder`.
///
///   path      the file of the platform; empty if it is a name of the library
///   document  the resolved platform with its fitted values
std::string fitted_text(const std::filesystem::path& path, const Value& document,
                        const std::vector<FreeConstant>& constants,
                        const std::vector<double>& values, const std::filesystem::path& folder);

}  // namespace kairos
