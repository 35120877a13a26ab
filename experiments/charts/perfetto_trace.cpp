#include "experiments/charts/perfetto_trace.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/charts/lanes.hpp"

namespace kairos {

namespace {

Lanes lanes_of(std::span<const TaskFinished> tasks, const Platform& platform) {
  std::vector<Occupation> occupations;
  occupations.reserve(tasks.size());
  for (const TaskFinished& t : tasks) occupations.push_back({t.element, t.start, t.finish});
  std::vector<ClusterId> clusters;
  for (const ProcessingElement& element : platform.elements) clusters.push_back(element.cluster);
  return assign_lanes(occupations, clusters);
}

/// A JSON string, in which bytes that are not UTF-8 become U+FFFD.
std::string json_text(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// A duration in microseconds, exact to the picosecond.
std::string microseconds(Duration duration) {
  constexpr std::int64_t per_microsecond = 1'000'000;
  const std::int64_t count = duration.picoseconds();
  std::string text = fmt::format("{}.{:06}", count / per_microsecond, count % per_microsecond);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

/// The time rounded down to whole nanoseconds, in which viewers count. Equal instants stay equal.
Duration nanoseconds(Time time) {
  constexpr std::int64_t per_nanosecond = 1'000;
  return Duration::picoseconds(time.picoseconds() / per_nanosecond * per_nanosecond);
}
std::string microseconds(Time time) {
  return microseconds(nanoseconds(time));
}

/// The process and thread of a lane. Processes are counted from 1, as viewers treat process 0
/// specially.
std::string thread_of(std::size_t row, const Lanes& lanes, const Platform& platform) {
  const ClusterId cluster = platform.elements[lanes.rows[row].element].cluster;
  return fmt::format("\"pid\":{},\"tid\":{}", index(cluster) + 1, row + 1);
}

/// The period of a job, as far as its tasks show it.
struct JobSpan {
  ApplicationId application{};
  Time first_ready = Time::never(), last_finish;
};

class Trace {
 public:
  /// `tasks` are the tasks in the window of the options.
  Trace(std::span<const TaskFinished> tasks, std::span<const TaskFinished> all_tasks,
        const Scenario& scenario, std::span<const FaultSpan> faults, const ChipLog* log,
        const TraceOptions& options)
      : tasks_(tasks),
        all_tasks_(all_tasks),
        scenario_(scenario),
        faults_(faults),
        log_(log),
        options_(options),
        lanes_(lanes_of(tasks, scenario.platform)) {}

  std::string write() {
    add_names();
    for (std::size_t i = 0; i < tasks_.size(); ++i) add_slice(i);
    add_arrows();
    add_jobs();
    if (!faults_.empty()) add_faults();
    if (log_ != nullptr) add_chip();
    return "{\"displayTimeUnit\":\"ns\"," + other_data() + "\"traceEvents\":[\n" + events_ + "\n]}";
  }

 private:
  void add(const std::string& event) {
    if (!events_.empty()) events_ += ",\n";
    events_ += event;
  }
  [[nodiscard]] std::string other_data() const;
  void add_names();
  void add_process(std::size_t process, const std::string& name);
  void add_slice(std::size_t i);
  void add_arrows();
  void add_arrow(std::size_t from, std::size_t to);
  void add_jobs();
  void add_count(const std::map<Time, std::int64_t>& changes);
  void add_faults();
  void add_chip();
  void add_counter(const std::string& name, std::size_t process, std::span<const Sample> samples,
                   int digits = 9);

  [[nodiscard]] const Platform& platform() const { return scenario_.platform; }
  [[nodiscard]] std::size_t jobs_process() const { return platform().clusters.size() + 1; }

  std::span<const TaskFinished> tasks_, all_tasks_;
  const Scenario& scenario_;
  std::span<const FaultSpan> faults_;
  const ChipLog* log_;
  const TraceOptions& options_;
  Lanes lanes_;
  std::string events_;
  std::size_t arrows_ = 0;
};

/// The labels as a member of the JSON document; empty if there are none.
std::string Trace::other_data() const {
  if (options_.labels.empty()) return {};
  std::string members;
  for (const auto& [name, value] : options_.labels) {
    members += (members.empty() ? "" : ",") + json_text(name) + ":" + json_text(value);
  }
  return "\"otherData\":{" + members + "},";
}

void Trace::add_process(std::size_t process, const std::string& name) {
  add(fmt::format(R"({{"ph":"M","pid":{},"name":"process_name","args":{{"name":{}}}}})", process,
                  json_text(name)));
  add(fmt::format(
      R"({{"ph":"M","pid":{0},"name":"process_sort_index","args":{{"sort_index":{0}}}}})",
      process));
}

void Trace::add_names() {
  for (const ClusterId c : ids<ClusterId>(platform().clusters.size())) {
    add_process(index(c) + 1, platform().clusters[c].name);
  }
  add_process(jobs_process(), "jobs");
  std::string label;
  for (const auto& [name, value] : options_.labels) {
    if (!label.empty()) label += ", ";
    label.append(name).append(" ").append(value);
  }
  if (!label.empty()) {
    add(fmt::format(R"({{"ph":"M","pid":{},"name":"process_labels","args":{{"labels":{}}}}})",
                    jobs_process(), json_text(label)));
  }
  for (std::size_t row = 0; row < lanes_.rows.size(); ++row) {
    const auto [element, number] = lanes_.rows[row];
    std::string name = platform().elements[element].name;
    if (number > 0) name += fmt::format(" ({})", number + 1);
    const std::string thread = thread_of(row, lanes_, platform());
    add(fmt::format(R"({{"ph":"M",{},"name":"thread_name","args":{{"name":{}}}}})", thread,
                    json_text(name)));
    add(fmt::format(R"({{"ph":"M",{},"name":"thread_sort_index","args":{{"sort_index":{}}}}})",
                    thread, row));
  }
}

void Trace::add_slice(std::size_t i) {
  const TaskFinished& t = tasks_[i];
  const Application& application = scenario_.workload.applications[t.application];
  const Task& task = (*application.graph)[t.task.task];
  add(fmt::format(
      R"({{"ph":"X","cat":"task","name":{},{},"ts":{},"dur":{},"args":{{"job":{},"application":{},)"
      R"("kernel":{},"energy_j":{},"waited_us":{}}}}})",
      json_text(task.name), thread_of(lanes_.of_task[i], lanes_, platform()), microseconds(t.start),
      microseconds(nanoseconds(t.finish) - nanoseconds(t.start)), index(t.task.job),
      json_text(application.name), json_text(task.kernel), nlohmann::json(t.energy.value()).dump(),
      microseconds(t.start - t.ready)));
}

void Trace::add_arrows() {
  std::map<TaskRef, std::size_t> position;
  // If a task ran several times, arrows begin at the run that finished first.
  for (std::size_t i = 0; i < tasks_.size(); ++i) position.try_emplace(tasks_[i].task, i);
  for (std::size_t to = 0; to < tasks_.size(); ++to) {
    const TaskFinished& t = tasks_[to];
    const JobGraph& graph = *scenario_.workload.applications[t.application].graph;
    for (const Edge& input : graph.inputs(t.task.task)) {
      const auto from = position.find({t.task.job, input.task});
      if (from != position.end()) add_arrow(from->second, to);
    }
  }
}

/// Adds an arrow. Viewers attach its end to the slice at that time. They count whole nanoseconds
/// and end a slice before its finish, so the arrow leaves two nanoseconds earlier.
void Trace::add_arrow(std::size_t from, std::size_t to) {
  const TaskFinished& producer = tasks_[from];
  const Time leaves = std::max(producer.start, producer.finish - Duration::picoseconds(2'000));
  ++arrows_;
  add(fmt::format(R"({{"ph":"s","cat":"edge","name":"edge","id":{},{},"ts":{}}})", arrows_,
                  thread_of(lanes_.of_task[from], lanes_, platform()), microseconds(leaves)));
  add(fmt::format(R"({{"ph":"f","bp":"e","cat":"edge","name":"edge","id":{},{},"ts":{}}})", arrows_,
                  thread_of(lanes_.of_task[to], lanes_, platform()),
                  microseconds(tasks_[to].start)));
}

void Trace::add_jobs() {
  std::map<JobId, JobSpan> jobs;
  for (const TaskFinished& t : all_tasks_) {
    JobSpan& job = jobs[t.task.job];
    job.application = t.application;
    job.first_ready = std::min(job.first_ready, t.ready);
    job.last_finish = std::max(job.last_finish, t.finish);
  }
  std::map<Time, std::int64_t> changes;
  for (const auto& [id, job] : jobs) {
    if (!options_.shows(job.first_ready, job.last_finish)) continue;
    const std::string name = json_text(scenario_.workload.applications[job.application].name);
    for (const auto& [phase, at] : {std::pair{'b', job.first_ready}, {'e', job.last_finish}}) {
      add(fmt::format(R"({{"ph":"{}","cat":"job","name":{},"id":{},"pid":{},"tid":0,"ts":{},)"
                      R"("args":{{"job":{}}}}})",
                      phase, name, index(id), jobs_process(), microseconds(at), index(id)));
    }
    ++changes[job.first_ready];
    --changes[job.last_finish];
  }
  add_count(changes);
}

void Trace::add_count(const std::map<Time, std::int64_t>& changes) {
  std::int64_t jobs = 0;
  for (const auto& [at, change] : changes) {
    jobs += change;
    add(fmt::format(
        R"({{"ph":"C","name":"jobs in the system","pid":{},"ts":{},"args":{{"jobs":{}}}}})",
        jobs_process(), microseconds(at), jobs));
  }
}

void Trace::add_faults() {
  const std::size_t process = jobs_process() + 1;
  add_process(process, "faults");
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    if (!options_.shows(faults_[i].begin, faults_[i].end)) continue;
    for (const auto& [phase, at] : {std::pair{'b', faults_[i].begin}, {'e', faults_[i].end}}) {
      add(fmt::format(R"({{"ph":"{}","cat":"fault","name":{},"id":{},"pid":{},"tid":0,"ts":{}}})",
                      phase, json_text(faults_[i].name), i, process, microseconds(at)));
    }
  }
}

/// Adds counters: those of clusters to their processes, those of memories and zones to the jobs.
void Trace::add_chip() {
  const ChipGroups& groups = log_->groups();
  for (std::size_t i = 0; i < groups.elements.size(); ++i) {
    const ElementGroup& element = groups.elements[i];
    const std::size_t process = element.clusters + 1;
    add_counter(element.name + " temperature (C)", process, log_->temperatures(i));
    constexpr int enough = 6;  // Powers are differences of energies, so more would be noise.
    add_counter(element.name + " power (W)", process, log_->powers(i), enough);
  }
  for (const ClusterId c : ids<ClusterId>(platform().clusters.size())) {
    if (platform().clusters[c].points.size() < 2) continue;
    add_counter(platform().clusters[c].name + " frequency (Hz)", index(c) + 1,
                log_->frequencies(index(c)));
  }
  for (std::size_t i = 0; i < log_->zones().size(); ++i) {
    const ThermalZone& zone = platform().thermal->zones[log_->zones()[i]];
    add_counter("zone " + zone.name + " temperature (C)", jobs_process(),
                log_->zone_temperatures(i));
  }
  for (const MemoryId m : ids<MemoryId>(platform().memories.size())) {
    add_counter(platform().memories[m].name + " in use (B)", jobs_process(), log_->used(m));
  }
}

/// Adds a counter. Repeated values are omitted; a window begins with the value at its beginning.
void Trace::add_counter(const std::string& name, std::size_t process,
                        std::span<const Sample> samples, int digits) {
  const std::string quoted = json_text(name);
  std::string before;
  for (std::size_t i = 0; i < samples.size() && samples[i].at <= options_.to; ++i) {
    const Sample& sample = samples[i];
    if (i + 1 < samples.size() && samples[i + 1].at <= options_.from) continue;
    std::string value = fmt::format("{:.{}g}", sample.value, digits);
    if (value == before) continue;
    add(fmt::format(R"({{"ph":"C","name":{},"pid":{},"ts":{},"args":{{"value":{}}}}})", quoted,
                    process, microseconds(std::max(sample.at, options_.from)), value));
    before = std::move(value);
  }
}

}  // namespace

std::string perfetto_trace(std::span<const TaskFinished> tasks, const Scenario& scenario,
                           std::span<const FaultSpan> faults, const ChipLog* log,
                           const TraceOptions& options) {
  std::vector<TaskFinished> shown;
  std::ranges::copy_if(tasks, std::back_inserter(shown),
                       [&](const TaskFinished& t) { return options.shows(t.start, t.finish); });
  return Trace(shown, tasks, scenario, faults, log, options).write();
}

}  // namespace kairos
