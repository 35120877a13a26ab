// Standard Task Graph files (Tobita and Kasahara, Journal of Scheduling 5(5), 2002; format at
// www.kasahara.cs.waseda.ac.jp/schedule/format_e.html).
//
// The first line is the number of tasks, without the first and the last task of zero time. Each
// task has a line: its number, its time, the number of its predecessors, and these. In files with
// communication costs, each predecessor has a line of its own with its number and its cost.
//
//   10                            task T1 takes 20 units of time after T0; if the file has
//   0 0 0                         communication costs, "1 20 1" is followed by a line "0 7", and
//   1 20 1 0                      T0 sends 7 units of data
//
// Preset: a unit of time is 1 us (`time_unit`), a unit of data is 1 B (`data_unit`), and tasks run
// on clusters of the kind cpu (`factors`). How far to trust it: the format is for equal processors.
#include "sim/base/registry.hpp"
#include "workloads/import/word_lines.hpp"
#include "workloads/import/workload_document.hpp"

namespace kairos {
namespace {

std::string task_name(std::size_t number) {
  return "T" + std::to_string(number);
}

void read_inputs(WordLines& lines, std::size_t count, const Reader::Settings& settings,
                 TaskConfig& task) {
  const bool have_lines = count > 0 && lines.words().size() == 3;
  if (!have_lines && lines.words().size() != 3 + count) {
    throw lines.error("the task has " + std::to_string(count) + " predecessors, but the line has " +
                      std::to_string(lines.words().size() - 3) + "; make the numbers agree");
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (!have_lines) {
      task.after.inputs.push_back(
          {task_name(lines.count(3 + i, "the number of a task")), {}, lines.place()});
      continue;
    }
    if (!lines.next()) throw lines.error("the file ends before the last predecessor; complete it");
    const double volume = lines.number(1, "the communication cost");
    task.after.inputs.push_back({task_name(lines.count(0, "the number of a task")),
                                 volume * settings.data_unit, lines.place()});
  }
}

class Stg final : public Reader {
 public:
  [[nodiscard]] bool recognises(const Source& source) const override {
    return source.path.ends_with(".stg");
  }

  [[nodiscard]] Value read(const Source& source, const Settings& settings) const override {
    WordLines lines(source);
    if (!lines.next()) throw lines.error("the file has only comments; name a file with tasks");
    const std::size_t expected = lines.count(0, "the number of tasks");
    if (lines.words().size() > 1) {
      throw lines.error(
          "the first line has more than the number of tasks; convert a file of the "
          "prototype set to the present format");
    }
    ApplicationConfig graph;
    graph.name = stem_of(source);
    graph.place = lines.place();
    while (lines.next()) graph.tasks.push_back(read_task(lines, settings));
    if (graph.tasks.size() != expected && graph.tasks.size() != expected + 2) {
      throw lines.error("the file has " + std::to_string(graph.tasks.size()) +
                        " tasks, but its first line says " + std::to_string(expected) +
                        ", besides the first and the last one; complete it");
    }
    WorkloadConfig workload;
    workload.name = graph.name;
    workload.description = "graph of the Standard Task Graph Set";
    workload.place = graph.place;
    workload.applications.push_back(std::move(graph));
    return imported(std::move(workload), settings);
  }

 private:
  static TaskConfig read_task(WordLines& lines, const Settings& settings) {
    TaskConfig task;
    task.place = lines.place();
    task.name = task_name(lines.count(0, "the number of a task"));
    const double units = lines.number(1, "the time of the task");
    const Duration time = time_in_picoseconds(
        units * static_cast<double>(settings.time_unit.picoseconds()), task.place);
    task.times = times_of(time, settings, "cpu", task.place);
    read_inputs(lines, lines.count(2, "the number of predecessors"), settings, task);
    return task;
  }
};

const Register<Reader, Stg> registered{"stg", "graph of the Standard Task Graph Set (.stg)"};

}  // namespace
}  // namespace kairos
