// Error messages for invalid command lines, with suggestions.
#pragma once

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
class Error;
}  // namespace CLI

namespace kairos {

/// The message for an error in the command line. It suggests the nearest command or option for a
/// misspelt one; otherwise it is the message of the CLI library.
std::string command_line_message(const CLI::App& app, const CLI::Error& error);

}  // namespace kairos
