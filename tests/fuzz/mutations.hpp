// Damages a file as accidents, typing errors and attackers do.
#pragma once

#include <string>

#include "sim/base/random.hpp"

namespace kairos::fuzz {

/// Returns the text after one to four random changes: bytes flipped; lines lost, doubled or moved;
/// words replaced by values that programs often mishandle; the end cut off.
std::string mutated(std::string text, Random& random);

}  // namespace kairos::fuzz
