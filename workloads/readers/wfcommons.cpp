// Workflow instances of WfCommons (Coleman et al., FGCS 128, 2022; WfFormat 1.4 to 1.6): JSON with
// the tasks of a workflow as it was executed, the files that they exchange and their run times.
//
// A task of ours has the name (1.4) or the id (from 1.5 on) of a task in the file. Its kernel is
// its category, or else the program that it ran. A file that a task writes and a child of it reads
// is a tensor, which is stored once and sent once to each place with readers.
//
//   {"name": "a", "parents": ["b"], "runtimeInSeconds": 16.7,    task a takes 16.7 s on a cpu; if
//    "files": [{"link": "input", "name": "x", ...}]}             b writes x of 4 MB, a gets 4 MB
//
// Preset: times are those of the machine of the file, on clusters of the kind cpu (`factors`, or a
// table `times` of the workload for other kinds). How far to trust it: run times include the file
// system of that machine. Files that no task writes cost no transfer. Memory sizes, the number of
// cores and the utilisation of a task are not used.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "sim/base/error.hpp"
#include "sim/base/registry.hpp"
#include "workloads/import/json_tree.hpp"
#include "workloads/import/workload_document.hpp"

namespace kairos {
namespace {

struct WorkflowTask {
  std::string name, kernel;
  double seconds = 0;
  std::vector<const Value*> parents, children;  ///< References by name or id.
  std::vector<std::string> reads;
  std::map<std::string, double> writes;  ///< Bytes by file.
  SourceLocation place;
};

/// The tasks of a file and how their references are resolved.
class Workflow {
 public:
  void add(WorkflowTask task, const std::string& id) {
    by_name_.emplace(task.name, tasks_.size());
    if (!id.empty()) by_name_.emplace(id, tasks_.size());
    tasks_.push_back(std::move(task));
  }
  [[nodiscard]] WorkflowTask& find(const Value& reference) {
    const auto found = by_name_.find(word_of(reference));
    if (found == by_name_.end()) {
      throw InputError(reference.place, "task " + reference.shown() +
                                            " is not in the file; add it, or remove the reference");
    }
    return tasks_[found->second];
  }
  [[nodiscard]] const std::vector<WorkflowTask>& tasks() const { return tasks_; }

  /// The names of the parents of each task, in the order of the file and without repetition.
  [[nodiscard]] std::vector<std::vector<const WorkflowTask*>> parents() {
    std::vector<std::vector<const WorkflowTask*>> all(tasks_.size());
    const auto add = [&](const WorkflowTask& parent, const WorkflowTask& child) {
      auto& list = all[static_cast<std::size_t>(&child - tasks_.data())];
      if (std::ranges::find(list, &parent) == list.end()) list.push_back(&parent);
    };
    for (const WorkflowTask& task : tasks_) {
      for (const Value* parent : task.parents) add(find(*parent), task);
      for (const Value* child : task.children) add(task, find(*child));
    }
    return all;
  }

 private:
  std::vector<WorkflowTask> tasks_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

const std::vector<Value>& items_if_there(const Value& object, std::string_view key) {
  static const std::vector<Value> none;
  const Value* list = object.find(key);
  return list == nullptr || list->is_null() ? none : items_of(*list);
}

std::vector<const Value*> references(const Value& task, std::string_view key) {
  std::vector<const Value*> all;
  for (const Value& reference : items_if_there(task, key)) all.push_back(&reference);
  return all;
}

/// The text of the first of these keys that the object has.
std::string first_of(const Value& object, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const Value* value = object.find(key);
    if (value != nullptr && !value->is_null()) return word_of(*value);
  }
  return {};
}

/// The program of a task; empty if the file does not say.
std::string program_of(const Value& task) {
  const Value* command = task.find("command");
  return command == nullptr || !command->is_map() ? std::string{} : first_of(*command, {"program"});
}

void read_version_4(const Value& workflow, Workflow& to) {
  for (const Value& item : items_of(member(workflow, "tasks"))) {
    WorkflowTask task;
    task.place = item.place;
    task.name = word_of(member(item, "name"));
    task.kernel = first_of(item, {"category"});
    if (task.kernel.empty()) task.kernel = program_of(item);
    task.seconds = amount_of(member(item, "runtimeInSeconds"));
    task.parents = references(item, "parents");
    task.children = references(item, "children");
    for (const Value& file : items_if_there(item, "files")) {
      const std::string name = first_of(file, {"path"}) + word_of(member(file, "name"));
      const double bytes = amount_of(member(file, "sizeInBytes"));
      if (word_of(member(file, "link")) == "input") {
        task.reads.push_back(name);
      } else {
        task.writes[name] = bytes;
      }
    }
    const std::string id = first_of(item, {"id"});
    to.add(std::move(task), id);
  }
}

void read_version_5(const Value& workflow, Workflow& to) {
  const Value& specification = member(workflow, "specification");
  std::unordered_map<std::string, double> sizes;
  for (const Value& file : items_if_there(specification, "files")) {
    sizes[word_of(member(file, "id"))] = amount_of(member(file, "sizeInBytes"));
  }
  std::unordered_map<std::string, const Value*> executed;
  const Value& execution = member(workflow, "execution");
  for (const Value& item : items_of(member(execution, "tasks"))) {
    executed[word_of(member(item, "id"))] = &item;
  }
  for (const Value& item : items_of(member(specification, "tasks"))) {
    WorkflowTask task;
    task.place = item.place;
    task.name = word_of(member(item, "id"));
    const auto run = executed.find(task.name);
    if (run == executed.end()) {
      throw InputError(item.place, "task '" + task.name +
                                       "' was not executed, so it has no run time; add it to the "
                                       "tasks under 'execution'");
    }
    task.kernel = program_of(*run->second);
    if (task.kernel.empty()) task.kernel = word_of(member(item, "name"));
    task.seconds = amount_of(member(*run->second, "runtimeInSeconds"));
    task.parents = references(item, "parents");
    task.children = references(item, "children");
    for (const Value& file : items_if_there(item, "inputFiles")) {
      task.reads.push_back(word_of(file));
    }
    for (const Value& file : items_if_there(item, "outputFiles")) {
      const auto size = sizes.find(word_of(file));
      task.writes[word_of(file)] = size == sizes.end() ? 0 : size->second;
    }
    to.add(std::move(task), {});
  }
}

/// Adds what a task reads from a parent: the parent's files among those that the task reads, or
/// nothing but the order of the two.
void add_parent(const WorkflowTask& parent, const WorkflowTask& child, TaskConfig& task) {
  bool sends = false;
  for (const std::string& file : child.reads) {
    if (!parent.writes.contains(file)) continue;
    sends = true;
    if (std::ranges::find(task.reads, file) == task.reads.end()) task.reads.push_back(file);
  }
  if (!sends) task.after.inputs.push_back({parent.name, {}, child.place});
}

/// Leaves out files that no task reads, and those that an earlier task has written already.
void keep_read_files(std::vector<TaskConfig>& tasks) {
  std::set<std::string> read, written;
  for (const TaskConfig& task : tasks) read.insert(task.reads.begin(), task.reads.end());
  for (TaskConfig& task : tasks) {
    std::erase_if(task.writes, [&](const auto& file) {
      return !read.contains(file.first) || !written.insert(file.first).second;
    });
  }
}

class WfCommons final : public Reader {
 public:
  [[nodiscard]] bool recognises(const Source& source) const override {
    return source.contents.find("\"schemaVersion\"") != std::string::npos &&
           source.contents.find("\"workflow\"") != std::string::npos;
  }

  [[nodiscard]] Value read(const Source& source, const Settings& settings) const override {
    const std::vector<Value> documents = read_json(source);
    const Value& instance = documents.front();
    Workflow workflow;
    const Value& version = member(instance, "schemaVersion");
    const std::string number = word_of(version);
    if (number == "1.4") {
      read_version_4(member(instance, "workflow"), workflow);
    } else if (number == "1.5" || number == "1.6") {
      read_version_5(member(instance, "workflow"), workflow);
    } else {
      throw InputError(version.place, "version " + version.shown() +
                                          " of WfFormat is not supported; convert the file to 1.4, "
                                          "1.5 or 1.6");
    }
    ApplicationConfig graph;
    graph.name = stem_of(source);
    graph.place = instance.place;
    graph.tasks = tasks_of(workflow, settings);
    WorkloadConfig config;
    config.name = graph.name;
    config.description = "workflow of WfCommons (WfFormat " + number + ")";
    config.place = instance.place;
    config.applications.push_back(std::move(graph));
    return imported(std::move(config), settings);
  }

 private:
  static std::vector<TaskConfig> tasks_of(Workflow& workflow, const Settings& settings) {
    const auto parents = workflow.parents();
    std::vector<TaskConfig> tasks;
    for (std::size_t i = 0; i < parents.size(); ++i) {
      const WorkflowTask& from = workflow.tasks()[i];
      TaskConfig task;
      task.name = from.name;
      task.kernel = from.kernel.empty() ? from.name : from.kernel;
      task.place = from.place;
      const Duration time = time_in_picoseconds(from.seconds * picoseconds_per_second, from.place);
      task.times = times_of(time, settings, "cpu", from.place);
      for (const auto& [file, bytes] : from.writes) task.writes[file] = Bytes(bytes);
      for (const WorkflowTask* parent : parents[i]) add_parent(*parent, from, task);
      tasks.push_back(std::move(task));
    }
    keep_read_files(tasks);
    return tasks;
  }
};

const Register<Reader, WfCommons> registered{"wfcommons",
                                             "workflow of WfCommons (WfFormat 1.4 to 1.6, JSON)"};

}  // namespace
}  // namespace kairos
