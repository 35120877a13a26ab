// The version of Kairos and of the packages it was built with.
#pragma once

#include "experiments/recordings/run_record.hpp"

namespace kairos {

/// The version, commit, build type, compiler and packages; the other fields are empty.
Provenance build_provenance();

/// The text that `kairos --version` prints.
std::string version_text();

}  // namespace kairos
