// Loads optional parts of Kairos on demand, because the libraries that they need are large.
#pragma once

#include <string>

namespace kairos {

struct ModuleSymbol {
  std::string file;    ///< File name of the module: "kairos_simgrid.so".
  std::string symbol;  ///< Name of the function or object to find in the module.
  std::string whose;   ///< Name of the module in messages: "the simgrid backend".
  std::string remedy;  ///< Advice for the user if the module does not exist.
};

/// Finds a symbol in a module beside the executable or in $KAIROS_MODULE_DIR; the module stays
/// loaded. Throws InputError if the module does not exist, does not load or lacks the symbol.
void* find_in_module(const ModuleSymbol& wanted);

}  // namespace kairos
