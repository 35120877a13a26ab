#include "experiments/recordings/gantt_record.hpp"

#include <limits>
#include <map>
#include <optional>

namespace kairos {
namespace {

constexpr std::string_view kind = "gantt";
constexpr std::uint64_t version = 1;
constexpr std::size_t bytes_of_task = 10;

std::size_t place_of(const std::string& name, std::vector<std::string>& names,
                     std::map<std::string, std::size_t>& places) {
  const auto [found, is_new] = places.emplace(name, names.size());
  if (is_new) names.push_back(name);
  return found->second;
}

/// Adds the elements and returns the position of each in the record; empty for hidden elements.
IdVector<ElementId, std::optional<std::size_t>> add_elements(GanttRecord& record,
                                                             std::span<const TaskFinished> tasks,
                                                             const Platform& platform) {
  IdVector<ElementId, std::optional<std::size_t>> places(platform.elements.size());
  const bool is_large = platform.elements.size() > most_elements_with_idle_ones;
  IdVector<ElementId, bool> is_shown(platform.elements.size(), !is_large);
  for (const TaskFinished& task : tasks) is_shown[task.element] = true;
  for (const ElementId e : ids<ElementId>(platform.elements.size())) {
    if (!is_shown[e]) {
      ++record.hidden_elements;
      continue;
    }
    places[e] = record.elements.size();
    record.elements.push_back({platform.elements[e].name, platform.elements[e].cluster});
  }
  return places;
}

void write_tasks(ByteWriter& writer, const std::vector<GanttRecord::Task>& tasks) {
  std::vector<std::string> names;
  std::map<std::string, std::size_t> places;
  ByteWriter rows;
  Time last;
  for (const GanttRecord::Task& task : tasks) {
    rows.number(place_of(task.name, names, places));
    rows.number(task.application);
    rows.number(task.element);
    rows.number(task.job);
    rows.duration(task.start - last);
    rows.duration(task.finish - task.start);
    rows.real(static_cast<float>(task.energy.value()));
    last = task.start;
  }
  writer.texts(names);
  writer.number(tasks.size());
  writer.bytes(rows.take());
}

std::vector<GanttRecord::Task> read_tasks(ByteReader& reader, const GanttRecord& record) {
  const std::vector<std::string> names = reader.texts();
  std::vector<GanttRecord::Task> tasks(reader.count(bytes_of_task));
  Time last;
  for (GanttRecord::Task& task : tasks) {
    task.name = names[reader.number_below(names.size())];
    task.application = reader.number_below(record.applications.size());
    task.element = reader.number_below(record.elements.size());
    task.job = reader.number();
    task.start = last += reader.duration();
    task.finish = task.start + reader.duration();
    task.energy = Joules(static_cast<double>(reader.real()));
  }
  return tasks;
}

}  // namespace

GanttRecord gantt_record(std::span<const TaskFinished> tasks, const Scenario& scenario,
                         ChipHistory chip) {
  GanttRecord record;
  for (const Application& application : scenario.workload.applications) {
    record.applications.push_back(application.name);
  }
  const auto places = add_elements(record, tasks, scenario.platform);
  for (const TaskFinished& t : tasks) {
    const JobGraph& graph = *scenario.workload.applications[t.application].graph;
    record.tasks.push_back({graph[t.task.task].name, index(t.application), *places[t.element],
                            index(t.task.job), t.start, t.finish, t.energy});
  }
  record.chip = std::move(chip);
  return record;
}

std::string bytes_of(const GanttRecord& record) {
  ByteWriter writer;
  write_header(writer, kind, version);
  writer.texts(record.applications);
  writer.number(record.elements.size());
  for (const GanttRecord::Element& element : record.elements) {
    writer.text(element.name);
    writer.number(index(element.cluster));
  }
  writer.number(record.hidden_elements);
  write_tasks(writer, record.tasks);
  write(writer, record.chip);
  return writer.take();
}

GanttRecord gantt_record_from(std::string_view bytes) {
  ByteReader reader(bytes);
  read_header(reader, kind, version);
  GanttRecord record;
  record.applications = reader.texts();
  record.elements.resize(reader.count(2));
  for (GanttRecord::Element& element : record.elements) {
    element.name = reader.text();
    constexpr std::size_t most_clusters = std::numeric_limits<std::uint32_t>::max();
    element.cluster = static_cast<ClusterId>(reader.number_below(most_clusters));
  }
  record.hidden_elements = reader.number();
  record.tasks = read_tasks(reader, record);
  record.chip = read_chip_history(reader);
  reader.expect_end();
  return record;
}

}  // namespace kairos
