// The parts of operator names, which say to which layer or block an operator belongs.
#pragma once

#include <cstdint>
#include <string>

namespace kairos {

/// The first parts of a name, without its last part. Dots and slashes separate parts: the first
/// part of "layer0.attention.softmax" is "layer0". A name of one part is its own beginning.
std::string first_parts(const std::string& name, std::uint64_t count);

}  // namespace kairos
