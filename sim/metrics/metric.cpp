#include "sim/metrics/metric.hpp"

#include "sim/base/registry.hpp"

namespace kairos {

std::vector<MetricInfo> all_metric_infos() {
  std::vector<MetricInfo> infos;
  for (const auto& [name, entry] : Registry<MetricProbe>::entries()) {
    for (MetricInfo& info : entry.make(Value::map())->infos()) infos.push_back(std::move(info));
  }
  return infos;
}

}  // namespace kairos
