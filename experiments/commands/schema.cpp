// kairos schema: prints a JSON Schema of the files that Kairos reads, for use in editors.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/schema/json_schema.hpp"

namespace kairos {

void add_schema(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("schema", "Print the JSON Schema of a kind of file, for use by editors");
  auto what = std::make_shared<std::string>("any");
  verb->add_option("what", *what,
                   "Kind of file, such as experiment or platform (all of them if absent)")
      ->check(CLI::IsMember(schema_names()));
  verb->callback([what] { fmt::print("{}\n", json_schema(*what)); });
}

}  // namespace kairos
