#include "experiments/report/readable.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>

#include <fmt/format.h>

namespace kairos {
namespace {

constexpr ShownUnit seconds[]{};

}  // namespace
}  // namespace kairos
