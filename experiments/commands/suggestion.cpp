#include "experiments/commands/suggestion.hpp"

#include <CLI/CLI.hpp>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!verb->get_group().empty()) names.push_back(verb->get_name());
  }
  return names;
}

std::vector<std::string> options_of(const CLI::App& verb) {
  std::vector<std::string> names;
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

}  // namespace

std::string command_line_message(const CLI::App& app, const CLI::Error& error) {
  const std::vector<std::string> extras = app.remaining(true);
  const CLI::App* chosen = &app;
  std::string help = app.get_name();
  while (!chosen->get_subcommands().empty()) {
    chosen = chosen->get_subcommands().front();
    help += " " + chosen->get_name();
  }
  std::string message = error.what();
  if (!extras.empty() && extras.front().starts_with("-")) {
    const std::string option = extras.front().substr(0, extras.front().find('='));
    message = unknown_name("option", option, options_of(*chosen));
  } else if (!extras.empty() && chosen == &app) {
    message = unknown_name("command", extras.front(), commands_of(app));
  } else if (chosen == &app && error.get_name() == "RequiredError") {
    message = "the command is missing; add one, such as 'run'";
  }
  return InputError(message + "; see '" + help + " --help'").what();
}

}  // namespace kairos
