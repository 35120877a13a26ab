#include "experiments/gallery/select_runs.hpp"

#include <algorithm>
#include <functional>

#include "sim/base/error.hpp"

namespace kairos {
namespace {

using Condition = Where::Condition;

/// Gives the value of a run for the key of a condition.
using ValueOf = std::function<std::string(const RunKey&)>;

/// True if `key` is the swept key or its last components.
bool is_end_of(const std::string& key, const std::string& swept) {
  return key == swept || swept.ends_with("." + key);
}

/// The position of the swept key that a condition names. Throws InputError if there is none, or if
/// several have this end.
std::size_t swept_key(const Condition& condition, const SweepConfig& sweep) {
  std::vector<std::string> known{"policy", "seed"};
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < sweep.dimensions.size(); ++i) {
    const std::string& key = sweep.dimensions[i].key;
    known.push_back(key);
    if (key == condition.key) return i;
    if (is_end_of(condition.key, key)) found.push_back(i);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    throw InputError(condition.place, unknown_name("key of 'where'", condition.key, known));
  }
  throw InputError(condition.place,
                   "'" + condition.key + "' may be '" + sweep.dimensions[found[0]].key + "' or '" +
                       sweep.dimensions[found[1]].key + "'; write the whole swept key");
}

ValueOf value_for(const Condition& condition, const SweepConfig& sweep) {
  if (condition.key == "policy") return [](const RunKey& key) { return key.policy; };
  if (condition.key == "seed") return [](const RunKey& key) { return std::to_string(key.seed); };
  const std::size_t position = swept_key(condition, sweep);
  return [position](const RunKey& key) { return key.point[position].second; };
}

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return std::ranges::find(values, value) != values.end();
}

/// Refuses a value that no run has. A list is known if all of its items are, or if it is itself the
/// value of a swept key.
void require_known(const Condition& condition, const std::vector<std::string>& known) {
  const std::string& whole = condition.values.back();
  if (contains(known, whole)) return;
  const bool is_list = condition.values.size() > 1;
  const std::size_t items = is_list ? condition.values.size() - 1 : 1;
  for (std::size_t i = 0; i < items; ++i) {
    if (contains(known, condition.values[i])) continue;
    throw InputError(condition.place,
                     unknown_name("value of '" + condition.key + "'", condition.values[i], known));
  }
}

void require_values(const Condition& condition, const ValueOf& value_of, const Sweep& sweep) {
  std::vector<std::string> known;
  const auto add = [&](const RunKey& key) {
    const std::string value = value_of(key);
    if (!contains(known, value)) known.push_back(value);
  };
  for (const RunConfig& run : sweep.runs) add(run.key);
  for (const ImpossibleRun& run : sweep.impossible) add(run.key);
  require_known(condition, known);
}

}  // namespace

std::vector<std::size_t> select_runs(const Where& where, const Sweep& sweep,
                                     const SourceLocation& row) {
  const SweepConfig& dimensions = sweep.experiment->sweep;
  std::vector<ValueOf> values;
  for (const Condition& condition : where.conditions) {
    values.push_back(value_for(condition, dimensions));
    require_values(condition, values.back(), sweep);
  }
  const auto fits = [&](const RunKey& key) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!contains(where.conditions[i].values, values[i](key))) return false;
    }
    return true;
  };
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < sweep.runs.size(); ++i) {
    if (fits(sweep.runs[i].key)) found.push_back(i);
  }
  if (!found.empty()) return found;
  for (const ImpossibleRun& run : sweep.impossible) {
    if (fits(run.key)) throw InputError(row, "the run of the row is impossible: " + run.message);
  }
  throw InputError(row, "'where' fits no run; choose values that occur together in a run");
}

std::vector<std::vector<std::size_t>> by_seeds(const std::vector<std::size_t>& runs,
                                               const Sweep& sweep) {
  std::vector<std::vector<std::size_t>> groups;
  for (const std::size_t run : runs) {
    const RunKey& key = sweep.runs[run].key;
    const bool continues = !groups.empty() && [&] {
      const RunKey& before = sweep.runs[groups.back().front()].key;
      return before.policy == key.policy && before.point == key.point;
    }();
    if (!continues) groups.emplace_back();
    groups.back().push_back(run);
  }
  return groups;
}

}  // namespace kairos
