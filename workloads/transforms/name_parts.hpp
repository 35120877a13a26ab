// The parts of operator names, which say to which layer or block an operator belongs.
#pragma once

#include <cstdint>
#include <string>

namespace kairos {

/// The first parts of a name, which dots and slashes separate: the first part of
/// "layer0.attention.softmax" is "layer0", and the first two are "layer0.attention".
std::string first_parts(const std::string& name, std::uint64_t count);

}  // namespace kairos
