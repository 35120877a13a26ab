// What a command line that cannot be read was perhaps meant to be.
#pragma once

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
class Error;
}  // namespace CLI

namespace kairos {

/// The message for an error in the command line: the nearest command or option where one is
/// misspelt, what the library says otherwise.
std::string command_line_message(const CLI::App& app, const CLI::Error& error);

}  // namespace kairos
