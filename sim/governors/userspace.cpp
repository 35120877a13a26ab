// The point that the user sets: by the frequency given here, by an incident of the experiment, or
// by a policy that sets points in its decisions. Without a frequency, a run starts at the highest
// point.
//
// Example: {name: userspace, frequency: 1 GHz} stays at 1 GHz until an incident or a policy sets
// another point.
#include <algorithm>
#include <optional>

#include "sim/base/registry.hpp"
#include "sim/governors/frequency_governor.hpp"

namespace kairos {
namespace {

class Userspace final : public FrequencyGovernor {
 public:
  struct Options {
    std::optional<Hertz> frequency;

    void describe(Fields& f) {
      f("frequency", frequency, "frequency of the initial operating point (the highest if absent)");
    }
  };
  explicit Userspace(const Options& options) : options_(options) {}

  [[nodiscard]] std::size_t first_point(const Cluster& cluster) const override {
    if (!options_.frequency) return cluster.points.size() - 1;
    const auto point =
        std::ranges::find(cluster.points, *options_.frequency, &OperatingPoint::frequency);
    if (point == cluster.points.end()) {
      std::vector<std::string> known;
      known.reserve(cluster.points.size());
      for (const OperatingPoint& p : cluster.points) known.push_back(format(p.frequency));
      throw InputError("cluster '" + cluster.name + "' has no operating point at " +
                       format(*options_.frequency) + "; it has " + one_of(known));
    }
    return static_cast<std::size_t>(point - cluster.points.begin());
  }

 private:
  Options options_;
};

const Register<FrequencyGovernor, Userspace> registered{
    "userspace", "operating point set by the user, an incident or the policy"};

}  // namespace
}  // namespace kairos
