// Files of the simulator DS3 (Arda et al., IEEE Trans. Computers 69(8), 2020): an SoC file becomes
// a platform, a job file a workload.
//
//   add_new_resource resource_type LTL resource_name A7 resource_ID 0 capacity 4 ...
//   opp 1400 1300                       operating point in MHz and mV
//   power_profile 1400 0.39 0.59 ...    power in W of the cluster with 1, 2 ... busy elements
//   fft_1 289                           time of a kernel in us
//   comm_band 0 3 10                    bandwidth between two resources in units of data per us
//
//   add_new_tasks 2                     number of tasks, followed by lines about each of them
//   fft_1 1 0                           name and number of a task, and those that it waits for
//   comm_vol 0 1 3000                   data that task 0 sends to task 1, in units
//
// Resources of the types CPU, LTL and BIG are clusters of the kind cpu; those of the type ACC are
// accelerators. Not used are memories, trip points, PG_profile, positions on a mesh, deadlines and
// volumes of single tasks. Of two times of a kernel on a resource the first one counts, as in DS3.
//
// Preset: a unit of data is 1 B (`data_unit`). `time_unit` and `factors` have no effect. How far to
// trust it: DS3 truncates the times of transfers to whole us, Kairos does not.
#include <algorithm>
#include <map>

#include "sim/base/registry.hpp"
#include "workloads/import/word_lines.hpp"
#include "workloads/import/workload_document.hpp"

namespace kairos {
namespace {

/// A scalar of a document, with the place of the line that it comes from.
template <class T>
Value scalar(const T& value, const SourceLocation& place) {
  Value written = Codec<T>::write(value);
  written.place = place;
  return written;
}

// ---- SoC files

class SocFile {
 public:
  SocFile(const Reader::Source& source, const Reader::Settings& settings)
      : lines_(source), unit_(settings.data_unit), name_(stem_of(source)) {}

  Value platform() {
    while (lines_.next()) read_line();
    if (clusters_.items.empty()) {
      throw lines_.error("the file has no resources that run tasks; add 'add_new_resource' lines");
    }
    const SourceLocation& place = clusters_.items.front().place;
    Value platform = Value::map(place);
    platform.set("name", scalar(name_, place));
    platform.set("description", scalar<std::string>("SoC of DS3", place));
    platform.set("clusters", std::move(clusters_));
    if (!local_.entries.empty()) platform.set("local", std::move(local_));
    paths_.items.insert(paths_.items.begin(), path("all", "all", 1));
    platform.set("paths", std::move(paths_));
    return platform;
  }

 private:
  void read_line() {
    const std::string first = lines_.word(0, "a keyword");
    if (first == "add_new_resource") {
      add_resource();
    } else if (first == "comm_band_self") {
      local_ = Value::map(lines_.place());
      local_.set("bandwidth", scalar(bandwidth(1), lines_.place()));
    } else if (first == "comm_band") {
      add_path();
    } else if (resource_.is_null()) {
      throw lines_.error("the line comes before the first 'add_new_resource'; check the file");
    } else if (is_memory_ || first == "trip_freq" || first == "DTPM_trip_freq" ||
               first == "PG_profile" || first == "mesh_information") {
      return;
    } else {
      read_figure(first);
    }
  }

  /// Reads a line about the last resource.
  void read_figure(const std::string& first) {
    Value& cluster = clusters_.items.back();
    const SourceLocation place = lines_.place();
    if (first == "opp") {
      Value point = Value::map(place);
      point.set("frequency", megahertz(1));
      point.set("voltage", scalar(Volts(lines_.number(2, "a voltage") / 1e3), place));
      list_of(cluster, "points").items.push_back(std::move(point));
    } else if (first == "power_profile") {
      Value profile = Value::map(place);
      profile.set("frequency", megahertz(1));
      Value busy = Value::list({}, place);
      for (std::size_t i = 2; i < lines_.words().size(); ++i) {
        busy.items.push_back(scalar(Watts(lines_.number(i, "a power")), place));
      }
      profile.set("busy", std::move(busy));
      if (cluster.find("power") == nullptr) cluster.set("power", Value::map(place));
      list_of(*cluster.find("power"), "profile").items.push_back(std::move(profile));
    } else {
      if (cluster.find("kernels") == nullptr) cluster.set("kernels", Value::map(place));
      Value& kernels = *cluster.find("kernels");
      const Duration time = time_in_picoseconds(lines_.number(1, "a time") * 1e6, place);
      if (kernels.find(first) == nullptr) kernels.set(first, scalar(time, place));
    }
  }

  void add_resource() {
    const SourceLocation place = lines_.place();
    const std::string type = lines_.word(2, "the type of the resource");
    const std::string name = lines_.word(4, "the name of the resource");
    const std::size_t id = lines_.count(6, "the number of the resource");
    resource_ = scalar(name, place);
    is_memory_ = type.starts_with("MEM");
    if (!names_.emplace(id, is_memory_ ? std::string{} : name).second) {
      throw lines_.error("resource " + std::to_string(id) + " appears twice; give each its number");
    }
    if (is_memory_) return;
    Value cluster = Value::map(place);
    cluster.set("name", scalar(name, place));
    cluster.set("kind", scalar<std::string>(kind_of(type), place));
    const std::size_t capacity = lines_.count(8, "the capacity of the resource");
    cluster.set("count", Value::scalar(std::to_string(std::max<std::size_t>(capacity, 1)), place));
    clusters_.items.push_back(std::move(cluster));
  }

  static std::string kind_of(const std::string& type) {
    if (type.starts_with("CPU") || type == "LTL" || type == "BIG") return "cpu";
    return type.starts_with("ACC") ? "accelerator" : type;
  }

  void add_path() {
    const std::string from = resource(1), to = resource(2);
    const double units = lines_.number(3, "a bandwidth");
    if (from.empty() || to.empty()) return;  // Tasks do not run on a memory.
    paths_.items.push_back(path(from, to, units));
  }

  [[nodiscard]] std::string resource(std::size_t position) const {
    const std::size_t id = lines_.count(position, "the number of a resource");
    const auto found = names_.find(id);
    if (found == names_.end()) {
      throw lines_.error("resource " + std::to_string(id) +
                         " is not in the file; add it before its bandwidths");
    }
    return found->second;
  }

  Value path(const std::string& from, const std::string& to, double units) const {
    const SourceLocation place = lines_.place();
    Value path = Value::map(place);
    path.set("from", scalar(from, place));
    path.set("to", scalar(to, place));
    path.set("bandwidth", scalar(per_microsecond(units), place));
    return path;
  }

  [[nodiscard]] BytesPerSecond per_microsecond(double units) const {
    return BytesPerSecond(units * unit_.value() * 1e6);
  }
  [[nodiscard]] BytesPerSecond bandwidth(std::size_t position) const {
    return per_microsecond(lines_.number(position, "a bandwidth"));
  }
  [[nodiscard]] Value megahertz(std::size_t position) const {
    return scalar(Hertz(lines_.number(position, "a frequency") * 1e6), lines_.place());
  }
  static Value& list_of(Value& map, const std::string& key) {
    if (map.find(key) == nullptr) map.set(key, Value::list());
    return *map.find(key);
  }

  WordLines lines_;
  Bytes unit_;
  std::string name_;
  Value clusters_ = Value::list(), paths_ = Value::list(), local_ = Value::map();
  Value resource_;  ///< The name of the last resource; null before the first one.
  bool is_memory_ = false;
  std::map<std::size_t, std::string> names_;  ///< Empty for a memory.
};

// ---- Job files

class JobFile {
 public:
  JobFile(const Reader::Source& source, const Reader::Settings& settings)
      : lines_(source), unit_(settings.data_unit) {
    job_.name = stem_of(source);
    job_.place = lines_.place();
  }

  ApplicationConfig job() {
    while (lines_.next()) read_line();
    if (job_.tasks.size() != expected_ || expected_ == 0) {
      throw lines_.error("the file has " + std::to_string(job_.tasks.size()) +
                         " tasks, but 'add_new_tasks' says " + std::to_string(expected_) +
                         "; complete it");
    }
    return std::move(job_);
  }

 private:
  void read_line() {
    const std::string first = lines_.word(0, "a keyword");
    if (first == "job_name") {
      job_.name = lines_.word(1, "the name of the job");
      job_.place = lines_.place();
    } else if (first == "add_new_tasks") {
      expected_ = lines_.count(1, "the number of tasks");
    } else if (first == "comm_vol") {
      const Bytes volume = lines_.number(3, "a volume") * unit_;
      input(task(2), task(1)).bytes = volume;
    } else if (const std::string second = lines_.word(1, "the number of a task");
               second != "HEAD" && second != "TAIL" && second != "earliest_start") {
      add_task(first);
    }
  }

  void add_task(const std::string& name) {
    TaskConfig task;
    task.name = name;
    task.place = lines_.place();
    const std::size_t id = lines_.count(1, "the number of a task");
    if (id != job_.tasks.size()) {
      throw lines_.error("the task has the number " + std::to_string(id) +
                         "; number the tasks in their order, from 0");
    }
    for (std::size_t i = 2; i < lines_.words().size(); ++i) {
      waits_.push_back({id, lines_.count(i, "the number of a task"), lines_.place()});
    }
    job_.tasks.push_back(std::move(task));
    if (job_.tasks.size() == expected_) connect();
  }

  /// Adds the dependencies, once all tasks are known.
  void connect() {
    for (const Wait& wait : waits_) {
      if (wait.before >= job_.tasks.size()) {
        throw InputError(wait.place, "task " + std::to_string(wait.before) +
                                         " is not in the file; name a task that is");
      }
      job_.tasks[wait.task].after.inputs.push_back({job_.tasks[wait.before].name, {}, wait.place});
    }
    waits_.clear();
  }

  TaskConfig& task(std::size_t position) {
    const std::size_t id = lines_.count(position, "the number of a task");
    if (id >= job_.tasks.size()) {
      throw lines_.error("task " + std::to_string(id) + " is not in the file; name a task that is");
    }
    return job_.tasks[id];
  }

  Dependencies::Input& input(TaskConfig& of, const TaskConfig& from) {
    const auto found = std::ranges::find(of.after.inputs, from.name, &Dependencies::Input::task);
    if (found == of.after.inputs.end()) {
      throw lines_.error("task '" + of.name + "' does not wait for task '" + from.name +
                         "', so it receives no data; correct the numbers");
    }
    return *found;
  }

  struct Wait {
    std::size_t task = 0, before = 0;
    SourceLocation place;
  };
  WordLines lines_;
  Bytes unit_;
  ApplicationConfig job_;
  std::size_t expected_ = 0;
  std::vector<Wait> waits_;
};

class Ds3 final : public Reader {
 public:
  [[nodiscard]] bool recognises(const Source& source) const override {
    return has_line(source, "add_new_resource") || has_line(source, "add_new_tasks");
  }

  [[nodiscard]] Value read(const Source& source, const Settings& settings) const override {
    if (has_line(source, "add_new_resource")) return SocFile(source, settings).platform();
    WorkloadConfig workload;
    workload.applications.push_back(JobFile(source, settings).job());
    workload.name = workload.applications.front().name;
    workload.place = workload.applications.front().place;
    workload.description = "job of DS3";
    return imported(std::move(workload), settings);
  }

 private:
  static bool has_line(const Source& source, const std::string& keyword) {
    return source.contents.starts_with(keyword) ||
           source.contents.find("\n" + keyword) != std::string::npos;
  }
};

const Register<Reader, Ds3> registered{"ds3", "SoC or job file of the simulator DS3"};

}  // namespace
}  // namespace kairos
