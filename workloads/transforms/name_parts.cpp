#include "workloads/transforms/name_parts.hpp"

namespace kairos {

std::string first_parts(const std::string& name, std::uint64_t count) {
  std::size_t end = name.find_first_not_of("./");
  for (std::uint64_t part = 0; part < count; ++part) {
    const std::size_t next = name.find_first_of("./", end == std::string::npos ? end : end + 1);
    if (next == std::string::npos) return part == 0 ? name : name.substr(0, end);
    end = next;
  }
  return name.substr(0, end);
}

}  // namespace kairos
