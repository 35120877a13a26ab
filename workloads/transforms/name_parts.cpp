#include "workloads/transforms/name_parts.hpp"

namespace kairos {

std::string first_parts(const std::string& name, std::uint64_t count) {
  std::size_t end = name.find_first_not_of("./");
  for (std::uint64_t part = 0; part < count && end != std::string::npos; ++part) {
    end = name.find_first_of("./", end + 1);
  }
  return name.substr(0, end);
}

}  // namespace kairos
