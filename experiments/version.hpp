// Which Kairos this is and what it was built with.
#pragma once

#include "experiments/run_record.hpp"

namespace kairos {

/// Version, commit, build and packages; the rest is left empty.
Provenance build_provenance();

/// What `kairos --version` prints.
std::string version_text();

}  // namespace kairos
