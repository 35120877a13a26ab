#include "experiments/experiment/warm_up_config.hpp"

#include "sim/base/find_by_name.hpp"

namespace kairos {
namespace {

struct WarmUpFields {
  WarmUpConfig config;

  void describe(Fields& f) {
    f("time", config.time, "the warm-up lasts at least until this time since the start of the run")
        .not_negative();
    f("jobs", config.jobs,
      "number of jobs that arrive during the warm-up; it ends when another one arrives");
    f("streams", config.streams,
      "number of jobs of each of these streams that arrive during the warm-up");
  }
};

}  // namespace

WarmUp WarmUpConfig::build(const Workload& workload) const {
  WarmUp built{time, jobs, {}};
  if (streams.empty()) return built;
  built.of_streams.resize(workload.streams.size());
  for (const auto& [name, count] : streams) {
    built.of_streams[find_by_name<StreamId>(name, "stream", workload.streams, place)] = count;
  }
  return built;
}

void Codec<WarmUpConfig>::read(const Value& from, WarmUpConfig& to) {
  WarmUpFields fields;
  if (from.is_map()) {
    Codec<WarmUpFields>::read(from, fields);
  } else {
    Codec<Duration>::read(from, fields.config.time);
    if (fields.config.time < Duration{}) {
      throw InputError(from.place, from.shown() + " is negative; write zero or more");
    }
  }
  to = fields.config;
  to.place = from.place;
}

Value Codec<WarmUpConfig>::write(const WarmUpConfig& value) {
  if (value.jobs == 0 && value.streams.empty()) return Codec<Duration>::write(value.time);
  return Codec<WarmUpFields>::write({value});
}

Schema Codec<WarmUpConfig>::schema() {
  Schema schema = Codec<WarmUpFields>::schema();
  const Schema time = Codec<Duration>::schema();
  schema.scalar_too = true;
  schema.quantity = time.quantity;
  schema.example = time.example;
  schema.units = time.units;
  return schema;
}

}  // namespace kairos
