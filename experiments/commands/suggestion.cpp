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
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  std::string message = error.what();
  if (!extras.empty() && extras.front().starts_with("-")) {
    const CLI::App& owner = chosen.empty() ? app : *chosen.front();
    const std::string option = extras.front().substr(0, extras.front().find('='));
    message = unknown_name("option", option, options_of(owner));
  } else if (!extras.empty() && chosen.empty()) {
    message = unknown_name("command", extras.front(), commands_of(app));
  }
  const std::string help = chosen.empty() ? app.get_name() : "kairos " + chosen.front()->get_name();
  return InputError(message + "; see '" + help + " --help'").what();
}

}  // namespace kairos
