#include "sim/cost/profiled_time.hpp"

#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

double extent_of(const Task& task, const std::string& axis, bool is_only) {
  if (axis == "work") return task.work.value();
  if (axis == "memory") return task.memory.value();
  if (task.demand) return static_cast<double>(task.demand->extent(axis));
  if (is_only) return task.work.value();
  throw InputError("task '" + task.name + "' is not an operator, but the times of '" + task.kernel +
                   "' depend on several axes, such as '" + axis +
                   "'; choose rows with one axis, or use an operator");
}

}  // namespace

std::optional<Duration> profiled_time(const Task& task, const Cluster& cluster) {
  if (!cluster.kernel_times) return std::nullopt;
  const auto kernel = cluster.kernel_times->find(task.kernel);
  if (kernel == cluster.kernel_times->end()) return std::nullopt;
  const std::vector<std::string>& axes = kernel->second.axes;
  std::vector<double> shape;
  std::string text;
  for (const std::string& axis : axes) {
    shape.push_back(extent_of(task, axis, axes.size() == 1));
    text += (text.empty() ? "" : ", ") + axis + " " + shortest(shape.back());
  }
  const auto found = interpolate(kernel->second.times, shape);
  if (found) return whole_picoseconds(found->picoseconds * cluster.kernel_times_factor);
  throw InputError("task '" + task.name + "' has the shape " + text +
                   ", which the measured times of '" + task.kernel + "' on '" + cluster.name +
                   "' do not enclose; add rows of smaller and of larger shapes");
}

}  // namespace kairos
