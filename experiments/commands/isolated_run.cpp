// kairos isolated-run: the child process of an isolated run; users do not call it.
#include <CLI/CLI.hpp>

#include "experiments/commands/command.hpp"
#include "experiments/experiment/run.hpp"

namespace kairos {

void add_isolated_run(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("isolated-run", "Run the single run that is described on standard input");
  verb->group("");  // An empty group hides the command from the help text.
  auto keeps = std::make_shared<std::string>();
  verb->add_option("keeps", *keeps);
  verb->callback([keeps] { serve_isolated_run(*keeps); });
}

}  // namespace kairos
