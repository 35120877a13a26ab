// kairos export FILE --format NAME: writes a workload, or one of its applications, in a format.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/write_output.hpp"
#include "sim/base/find_by_name.hpp"
#include "sim/base/registry.hpp"
#include "workloads/writers/writer.hpp"

namespace kairos {
namespace {

struct Arguments {
  std::string file, format, application, output;
};

/// Keeps one application, and of each stream what concerns it.
void keep_only(WorkloadConfig& workload, const std::string& application) {
  const std::size_t at =
      position_of(application, "application", workload.applications, workload.place);
  workload.applications = {workload.applications[at]};
  std::erase_if(workload.streams, [&](const StreamConfig& stream) {
    return !stream.mix.empty() && !stream.mix.contains(application);
  });
  for (StreamConfig& stream : workload.streams) {
    std::erase_if(stream.mix, [&](const auto& share) { return share.first != application; });
  }
}

void export_workload(const Arguments& arguments) {
  const Value document = resolve_workload(Value::scalar(arguments.file));
  require_kind(document, "workload");
  WorkloadConfig workload;
  Codec<WorkloadConfig>::read(document, workload);
  static_cast<void>(workload.build());  // Refuses graphs with mistakes.
  if (!arguments.application.empty()) keep_only(workload, arguments.application);
  const std::string text = Choice<Writer>(arguments.format).make()->write(workload);
  if (arguments.output.empty()) {
    kairos::print("{}", text);
  } else {
    write_output(arguments.output, text);
  }
}

}  // namespace

void add_export(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "export", "Write a workload or one of its graphs in a format (see 'kairos list writers')");
  auto arguments = std::make_shared<Arguments>();
  verb->add_option("file", arguments->file,
                   "Workload: a file, also of a foreign format, or a name of the library")
      ->required();
  verb->add_option("--format", arguments->format, "Format to write: dot, json or yaml")->required();
  verb->add_option("--application", arguments->application,
                   "Write only the application with this name");
  verb->add_option("-o,--out", arguments->output, "File to write (standard output if absent)");
  verb->callback([arguments] { export_workload(*arguments); });
}

}  // namespace kairos
