// The command line: kairos VERB ... Exit codes: 0 fine, 2 the user's input, 70 ours.
#include <iostream>

#include <CLI/CLI.hpp>

#include "experiments/commands/command.hpp"
#include "experiments/commands/suggestion.hpp"
#include "experiments/version.hpp"
#include "sim/base/error.hpp"

namespace {

constexpr int wrong_input = 2;
constexpr int our_fault = 70;

int run(int argc, char** argv) {
  CLI::App app("Simulates scheduling on heterogeneous systems-on-chip.", "kairos");
  app.set_version_flag("--version", kairos::version_text);
  app.require_subcommand(1);
  app.failure_message([](const CLI::App* failed, const CLI::Error& error) {
    return "error: " + kairos::command_line_message(*failed, error) + "\n";
  });
  kairos::add_run(app);
  kairos::add_check(app);
  kairos::add_list(app);
  kairos::add_describe(app);
  kairos::add_story(app);
  kairos::add_trace(app);
  kairos::add_solve(app);
  kairos::add_thermal(app);
  kairos::add_train(app);
  kairos::add_crosscheck(app);
  kairos::add_schema(app);
  kairos::add_isolated_run(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_input;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const kairos::InputError& error) {
    std::cerr << "error: " << error.what() << '\n';
    return wrong_input;
  } catch (const std::exception& error) {
    std::cerr << "internal error: " << error.what()
              << "\nPlease report this, with the files that cause it.\n";
    return our_fault;
  }
}
