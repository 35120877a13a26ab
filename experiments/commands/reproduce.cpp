// kairos reproduce [NAME...|all|FILE...]: runs experiments with `expect` and compares published and
// measured values with what was simulated.
#include <algorithm>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/gallery/gallery_writer.hpp"
#include "experiments/processes/interruption.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

struct Arguments {
  std::vector<std::string> names, hidden;
  std::string format = "table";
  std::size_t jobs = 0;
  bool slow = false;
};

bool asks_for_all(const Arguments& arguments) {
  const bool names_none = arguments.names.empty() && arguments.hidden.empty();
  return names_none || std::ranges::find(arguments.names, "all") != arguments.names.end();
}

void add_once(const GalleryEntry& entry, std::vector<GalleryEntry>& to) {
  const bool is_there = std::ranges::any_of(to, [&](const GalleryEntry& other) {
    return other.name == entry.name && other.file == entry.file;
  });
  if (!is_there) to.push_back(entry);
}

/// The whole gallery, if it is asked for, the named entries and then the files of --hidden.
std::vector<GalleryEntry> entries_of(const Arguments& arguments) {
  std::vector<GalleryEntry> entries;
  if (asks_for_all(arguments)) entries = gallery_entries();
  for (const std::string& name : arguments.names) {
    if (name == "all") continue;
    for (const GalleryEntry& entry : find_gallery_entries(name)) add_once(entry, entries);
  }
  for (const std::string& file : arguments.hidden) {
    entries.push_back({std::filesystem::path(file).stem().string(), file, {}, {}});
  }
  if (entries.empty()) {
    throw InputError("the gallery is empty; name the file of an experiment with 'expect'");
  }
  return entries;
}

void reproduce_all(const Arguments& arguments) {
  const InterruptionGuard guard;
  const std::size_t workers =
      arguments.jobs > 0 ? arguments.jobs : std::max(1U, std::thread::hardware_concurrency());
  const bool leaves_out_slow = asks_for_all(arguments) && !arguments.slow;
  const Reproduction result = reproduce(entries_of(arguments), workers, leaves_out_slow);
  fmt::print("{}", Choice<GalleryWriter>(arguments.format).make()->write(result));
  if (!result.passes()) throw CLI::RuntimeError(1);
}

}  // namespace

void add_reproduce(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "reproduce", "Run the gallery and compare published and measured values with simulated ones");
  auto arguments = std::make_shared<Arguments>();
  verb->add_option("names", arguments->names,
                   "Files of the gallery by name or number, 'all', or paths of experiments with "
                   "'expect' (all if absent)");
  verb->add_option("--hidden", arguments->hidden,
                   "Another experiment with 'expect', by its path; may be repeated")
      ->allow_extra_args(false)
      ->take_all();
  verb->add_option("--format", arguments->format,
                   "Format of standard output (table if absent; see 'kairos list gallery_formats')")
      ->check(CLI::IsMember(Registry<GalleryWriter>::names()));
  verb->add_option("--jobs", arguments->jobs, "Number of parallel runs (all processors if absent)")
      ->check(CLI::Range(1, 4096));
  verb->add_flag("--slow", arguments->slow, "Also run the slow experiments of the gallery");
  verb->callback([arguments] { reproduce_all(*arguments); });
}

}  // namespace kairos
