// Parts of Kairos that are loaded only by who needs them, because what they link with is heavy.
#pragma once

#include <string>

namespace kairos {

struct ModuleSymbol {
  std::string file;    ///< "kairos_simgrid.so"
  std::string symbol;  ///< What is wanted from it.
  std::string whose;   ///< "the simgrid backend", for messages.
  std::string remedy;  ///< What to do when it is not there.
};

/// Looks beside the executable, then in $KAIROS_MODULE_DIR; never closed again. Throws InputError
/// when the module is not there, does not load or lacks the symbol.
void* find_in_module(const ModuleSymbol& wanted);

}  // namespace kairos
