#include <algorithm>

#include "experiments/scenarios/domain.hpp"

namespace kairos {
namespace {

/// The tasks of all applications with the volumes they send.
struct Pool {
  std::optional<Duration> time_per_task;  ///< Mean time that deadlines allow per task.
  std::vector<TaskConfig> tasks;
  std::vector<std::vector<Bytes>> volumes;  ///< Volumes that each task sends.
};

Pool pool_of(const std::vector<ApplicationConfig>& applications) {
  Pool pool;
  Duration allowed;
  std::int64_t tasks = 0;
  for (const ApplicationConfig& application : applications) {
    if (application.deadline) {
      allowed = allowed + *application.deadline;
      tasks += static_cast<std::int64_t>(application.tasks.size());
    }
    std::map<std::string, std::vector<Bytes>> sent;
    for (const TaskConfig& task : application.tasks) {
      for (const auto& input : task.after.inputs) sent[input.task].push_back(input.bytes);
    }
    for (const TaskConfig& task : application.tasks) {
      pool.tasks.push_back(task);
      TaskConfig& kept = pool.tasks.back();
      if (kept.kernel.empty()) kept.kernel = kept.name;
      kept.amount.reset();  // The tasks that work for its units may not come after this one.
      kept.for_each.clear();
      pool.volumes.push_back(sent[task.name]);
      if (pool.volumes.back().empty()) pool.volumes.back().emplace_back(0);
    }
  }
  if (tasks > 0) pool.time_per_task = Duration::picoseconds(allowed.picoseconds() / tasks);
  return pool;
}

/// Draws a number of inputs: usually one, sometimes none, two or three.
std::size_t input_count(Random& random) {
  const double u = random.uniform();
  if (u < 0.1) return 0;
  if (u < 0.7) return 1;
  return u < 0.9 ? 2 : 3;
}

ApplicationConfig random_application(const Pool& pool, std::size_t number, Range tasks,
                                     Random& random) {
  ApplicationConfig application;
  application.name = "random_" + std::to_string(number);
  const auto least = static_cast<std::size_t>(tasks.from);
  const std::size_t size = least + random.index(static_cast<std::size_t>(tasks.to) - least + 1);
  const std::size_t window = 1 + random.index(10);
  std::vector<std::size_t> origins;  // Positions in the pool.
  for (std::size_t i = 0; i < size; ++i) {
    origins.push_back(random.index(pool.tasks.size()));
    TaskConfig task = pool.tasks[origins.back()];
    task.name = "t" + std::to_string(i);
    task.after.inputs.clear();
    const std::size_t reach = std::min(window, i);
    std::vector<std::size_t> producers;
    for (std::size_t k = input_count(random); k > 0 && reach > 0; --k) {
      producers.push_back(i - 1 - random.index(reach));
    }
    std::ranges::sort(producers);
    producers.erase(std::unique(producers.begin(), producers.end()), producers.end());
    for (const std::size_t producer : producers) {
      const std::vector<Bytes>& volumes = pool.volumes[origins[producer]];
      task.after.inputs.push_back(
          {"t" + std::to_string(producer), volumes[random.index(volumes.size())], {}});
    }
    application.tasks.push_back(std::move(task));
  }
  if (pool.time_per_task) {
    application.deadline =
        Duration::picoseconds(pool.time_per_task->picoseconds() * static_cast<std::int64_t>(size));
  }
  return application;
}

}  // namespace

std::vector<ApplicationConfig> random_applications(const std::vector<ApplicationConfig>& like,
                                                   Range tasks, Random& random) {
  const Pool pool = pool_of(like);
  std::vector<ApplicationConfig> applications;
  const std::size_t count = 3 + random.index(4);
  applications.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    applications.push_back(random_application(pool, i, tasks, random));
  }
  return applications;
}

}  // namespace kairos
