#include "experiments/commands/program.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>

#include "experiments/commands/command.hpp"
#include "experiments/commands/standard_streams.hpp"
#include "experiments/commands/suggestion.hpp"
#include "experiments/experiment/version.hpp"
#include "experiments/processes/interruption.hpp"
#include "sim/base/error.hpp"

namespace {

constexpr int disagreement = 1;
constexpr int wrong_input = 2;
constexpr int our_fault = 70;

/// The arguments in the order in which CLI11 takes them: the last one first. `help COMMAND` is
/// `COMMAND --help`.
std::vector<std::string> arguments_of(int argc, char** argv) {
  std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  if (!arguments.empty() && arguments.front() == "help") {
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
  }
  std::ranges::reverse(arguments);
  return arguments;
}

int run(int argc, char** argv) {
  CLI::App app("Simulates scheduling on heterogeneous systems-on-chip.", "kairos");
  app.set_version_flag("--version", kairos::version_text);
  app.require_subcommand(1);
  app.failure_message([](const CLI::App* failed, const CLI::Error& error) {
    return "error: " + kairos::command_line_message(*failed, error) + "\n";
  });
  kairos::add_run(app);
  kairos::add_reproduce(app);
  kairos::add_check(app);
  kairos::add_list(app);
  kairos::add_describe(app);
  kairos::add_import(app);
  kairos::add_fit(app);
  kairos::add_export(app);
  kairos::add_story(app);
  kairos::add_trace(app);
  kairos::add_operators(app);
  kairos::add_solve(app);
  kairos::add_thermal(app);
  kairos::add_train(app);
  kairos::add_crosscheck(app);
  kairos::add_schema(app);
  kairos::add_isolated_run(app);
  try {
    app.parse(arguments_of(argc, argv));
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : wrong_input;
  }
  return 0;
}

int refuse(const std::string& why) {
  std::cerr << "error: " << why << '\n';
  return wrong_input;
}

std::string shortened(const std::string& path) {
  constexpr std::size_t longest = 120;
  if (path.size() <= longest) return path;
  return path.substr(0, longest / 2) + "..." + path.substr(path.size() - longest / 2);
}

/// Reports that the system refused something, such as a path, memory or a thread.
int refuse(const std::system_error& error) {
  if (kairos::standard_output_failed()) {
    try {
      kairos::finish_standard_output();
    } catch (const kairos::InputError& full) {
      return refuse(full.what());
    }
  }
  const std::string reason = error.code().message();
  const auto* file = dynamic_cast<const std::filesystem::filesystem_error*>(&error);
  if (file != nullptr && !file->path1().empty()) {
    return refuse("'" + shortened(file->path1().string()) + "' cannot be used: " + reason +
                  "; choose another path, or make this path accessible");
  }
  return refuse("the operating system refused a resource that this command needs: " + reason +
                "; free some resources, or choose fewer --jobs");
}

int interrupted(int signal) {
  const char* name = sigabbrev_np(signal);
  std::cerr << "interrupted by " << (name != nullptr ? "SIG" + std::string(name) : "a signal")
            << "; finished runs are kept: repeat the command with --resume to continue\n";
  return 128 + signal;
}

/// Runs the command and turns exceptions into an exit code and a message.
int run_guarded(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const kairos::InputError& error) {
    return refuse(error.what());
  } catch (const kairos::Interrupted& interruption) {
    return interrupted(interruption.signal());
  } catch (const std::bad_alloc&) {
    return refuse(
        "there is not enough memory for this command; make the input smaller, or choose fewer "
        "--jobs");
  } catch (const std::system_error& error) {
    return refuse(error);
  } catch (const std::exception& error) {
    std::cerr << "internal error: " << error.what()
              << "\nPlease report this, with the files that cause it.\n";
    return our_fault;
  }
}

}  // namespace

int kairos::run_program(int argc, char** argv) {
  secure_standard_streams();
  const int code = run_guarded(argc, argv);
  if (code != 0 && code != disagreement) return code;
  try {
    finish_standard_output();
  } catch (const InputError& error) {
    return refuse(error.what());
  }
  return code;
}
