// Turns the graphs that a reader has found into a workload document.
#pragma once

#include "workloads/readers/reader.hpp"
#include "workloads/workload_config.hpp"

namespace kairos {

/// The application with the tasks of its file, network or model. An application with alternatives
/// is returned in its first form.
ApplicationConfig as_tasks(const ApplicationConfig& application);

/// The workload as a document without the keys that have their presets. Applications whose graph
/// is a file, a network or a model are written with their tasks.
Value document_of(const WorkloadConfig& workload);

/// The workload as a document for `settings`: with only the application that they name, and with
/// one job of each application at the start if there are no streams. Throws InputError if there
/// is no such application.
Value imported(WorkloadConfig workload, const Reader::Settings& settings);

/// The name of a file without its folder and ending: "montage" for "data/montage.json".
std::string stem_of(const Reader::Source& source);

/// A time from a file. Throws InputError if it is too long for a simulation.
Duration time_in_picoseconds(double picoseconds, const SourceLocation& place);

/// The times of a task on each kind of cluster. If the settings have no factors, the task takes
/// its `time` on clusters of the kind `preset`.
std::map<std::string, Duration> times_of(Duration time, const Reader::Settings& settings,
                                         const std::string& preset, const SourceLocation& place);

}  // namespace kairos
