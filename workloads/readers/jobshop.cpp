// Job-shop instances: the text forms of the OR-library (Beasley 1990) and of Taillard (EJOR 64,
// 1993), and the JSON form [{"name": .., "machines": .., "ops": [[[machine, time], ..], ..]}, ..].
//
// A job is a chain of operations, each of which runs on one machine for a given time. All jobs of
// an instance are one application, so its latency is the makespan; the machines M0, M1 ... are
// clusters of a platform that can be read from the same file.
//
//   2 2               two jobs on two machines: the first job runs on M0 for 3 units of time and
//   0 3 1 2           then on M1 for 2; the second one on M1 for 4 and then on M0 for 1. The
//   1 4 0 1           shortest makespan is 6.
//
// Taillard's form lists the times of all jobs under 'Times' and the machines, counted from 1, under
// 'Machines'.
//
// Preset: a unit of time is 1 us (`time_unit`); `factors` have no effect, as the file says which
// machine runs an operation. Operations send no data.
#include <algorithm>

#include "sim/base/registry.hpp"
#include "workloads/import/job_shop.hpp"
#include "workloads/import/workload_document.hpp"

namespace kairos {
namespace {

std::string machine_name(std::size_t machine) {
  return "M" + std::to_string(machine);
}

ApplicationConfig application_of(const JobShop& shop, const Reader::Settings& settings) {
  ApplicationConfig application;
  application.name = shop.name;
  application.place = shop.place;
  for (std::size_t j = 0; j < shop.jobs.size(); ++j) {
    std::string before;
    for (std::size_t i = 0; i < shop.jobs[j].size(); ++i) {
      const JobShop::Operation& operation = shop.jobs[j][i];
      TaskConfig task;
      task.place = operation.place;
      task.name = "J" + std::to_string(j) + "_" + std::to_string(i);
      task.kernel = machine_name(operation.machine);
      task.times[task.kernel] = time_in_picoseconds(
          operation.time * static_cast<double>(settings.time_unit.picoseconds()), task.place);
      if (!before.empty()) task.after.inputs.push_back({before, {}, task.place});
      before = task.name;
      application.tasks.push_back(std::move(task));
    }
  }
  return application;
}

/// A cluster of one element per machine, which exchange data at once, as the jobs send none.
Value platform_of(const std::string& name, std::size_t machines, const SourceLocation& place) {
  Value clusters = Value::list({}, place);
  for (std::size_t m = 0; m < machines; ++m) {
    Value cluster = Value::map(place);
    cluster.set("name", Value::scalar(machine_name(m), place));
    cluster.set("kind", Value::scalar("machine", place));
    clusters.items.push_back(std::move(cluster));
  }
  Value path = Value::map(place);
  path.set("from", Value::scalar("all", place));
  path.set("to", Value::scalar("all", place));
  path.set("bandwidth", Value::scalar("1 TB/s", place));
  Value platform = Value::map(place);
  platform.set("name", Value::scalar(name, place));
  platform.set("description", Value::scalar("machines of a job shop", place));
  platform.set("clusters", std::move(clusters));
  platform.set("paths", Value::list({std::move(path)}, place));
  return platform;
}

class JobShopReader final : public Reader {
 public:
  [[nodiscard]] bool recognises(const Source& source) const override {
    return holds_job_shops(source);
  }

  [[nodiscard]] Value read(const Source& source, const Settings& settings) const override {
    std::vector<JobShop> shops = read_job_shops(source);
    const SourceLocation file{std::make_shared<const std::string>(source.path), 0, 0};
    std::erase_if(shops, [&](const JobShop& shop) {
      return !settings.application.empty() && shop.name != settings.application;
    });
    if (shops.empty()) {
      throw InputError(
          file,
          "the file has no instance" +
              (settings.application.empty() ? std::string{} : " '" + settings.application + "'") +
              "; name a file with a job shop, or an instance that it has");
    }
    WorkloadConfig workload;
    workload.name = shops.size() == 1 ? shops.front().name : stem_of(source);
    workload.description = "job shop";
    workload.place = shops.front().place;
    std::size_t machines = 0;
    for (const JobShop& shop : shops) {
      machines = std::max(machines, shop.machines);
      workload.applications.push_back(application_of(shop, settings));
    }
    return settings.document == "platform" ? platform_of(workload.name, machines, workload.place)
                                           : imported(std::move(workload), settings);
  }
};

const Register<Reader, JobShopReader> registered{
    "jobshop",
    "job shop of the OR-library or Taillard (text), or in JSON; also its machines as a "
    "platform"};

}  // namespace
}  // namespace kairos
