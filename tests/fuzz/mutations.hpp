// Damages a file as accidents, typing errors and strangers do.
#pragma once

#include <string>

#include "sim/base/random.hpp"

namespace kairos::fuzz {

/// The text after one to four random changes: bytes flipped, lines lost, doubled or moved, words
/// replaced by what programs stumble over, the end cut off.
std::string mutated(std::string text, Random& random);

}  // namespace kairos::fuzz
