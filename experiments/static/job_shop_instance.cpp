#include "experiments/static/job_shop_instance.hpp"

#include "sim/base/error.hpp"
#include "sim/base/file.hpp"
#include "workloads/import/job_shop.hpp"

namespace kairos {
namespace {

/// An instance of the format of static_instance.hpp has at most so many times, too.
constexpr std::size_t most_times = 4'000'000;

StaticInstance instance_of(const JobShop& shop, const std::string& path) {
  StaticInstance instance;
  instance.name = shop.name;
  instance.where = path + ": instance '" + shop.name + "'";
  instance.elements = shop.machines;
  for (const auto& job : shop.jobs) {
    for (std::size_t i = 0; i < job.size(); ++i) {
      const std::size_t task = instance.cost.size();
      if ((task + 1) * shop.machines > most_times) {
        throw InputError(shop.place, "the instance has more than " + std::to_string(most_times) +
                                         " pairs of an operation and a machine; use a smaller one");
      }
      if (i > 0) instance.edges.emplace_back(task - 1, task, 0.0);
      instance.cost.emplace_back(shop.machines, -1.0);
      instance.cost.back()[job[i].machine] = job[i].time;
    }
  }
  instance.tasks = instance.cost.size();
  if (instance.tasks == 0) {
    throw InputError(shop.place, "the instance has no operations; write at least one");
  }
  instance.bandwidth.assign(shop.machines, std::vector<double>(shop.machines, 1.0));
  return instance;
}

}  // namespace

std::vector<StaticInstance> read_static_problems(const std::filesystem::path& path) {
  constexpr std::uintmax_t largest = 32U << 20U;
  const Reader::Source source{path.string(), read_text_file(path, {}, largest)};
  if (!holds_job_shops(source)) return read_instances(path);
  std::vector<StaticInstance> instances;
  for (const JobShop& shop : read_job_shops(source)) {
    instances.push_back(instance_of(shop, source.path));
  }
  if (instances.empty()) {
    throw InputError(source.path + ": the file has no job shop; add an instance");
  }
  return instances;
}

}  // namespace kairos
