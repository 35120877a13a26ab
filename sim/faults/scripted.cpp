// Outages at given times.
//
// Example: {at: 1 ms, for: 2 ms} is down from 1 to 3 ms; {at: 5 ms} is down from 5 ms to the end.
// How far to trust it: nothing is random, so the outages are equal for all seeds.
#include <vector>

#include "sim/base/registry.hpp"
#include "sim/faults/fault_model.hpp"

namespace kairos {
namespace {

struct ScriptedOutage {
  Time at;
  std::optional<Duration> lasts;

  void describe(Fields& f) {
    f("at", at, "instant at which the outage begins").required().not_negative();
    f("for", lasts, "duration of the outage (permanent if absent)").positive();
  }
};

class Scripted final : public FaultModel {
 public:
  struct Options {
    std::vector<ScriptedOutage> times;

    void describe(Fields& f) { f("times", times, "outages in chronological order").required(); }
    void check(const SourceLocation& where) const {
      for (std::size_t i = 1; i < times.size(); ++i) {
        const ScriptedOutage& before = times[i - 1];
        if (before.lasts && before.at + *before.lasts <= times[i].at) continue;
        throw InputError(where, "the outage at " + format(times[i].at.since_start()) +
                                    " begins before the previous one has ended; list outages in "
                                    "order, all but the last with 'for'");
      }
    }
  };
  explicit Scripted(Options options) : outages_(std::move(options.times)) {}

  std::optional<Outage> next(Time /*now*/, Random& /*random*/) override {
    if (position_ == outages_.size()) return std::nullopt;
    const ScriptedOutage& outage = outages_[position_++];
    return Outage{outage.at, outage.lasts ? outage.at + *outage.lasts : Time::never()};
  }

 private:
  std::vector<ScriptedOutage> outages_;
  std::size_t position_ = 0;
};

const Register<FaultModel, Scripted> registered{"scripted", "outages at given instants"};

}  // namespace
}  // namespace kairos
