// Runs the kairos program as a user would, and returns its output and exit code.
#pragma once

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>

#include <sys/wait.h>

namespace kairos::testing {

struct ProgramResult {
  int code = 0;
  std::string output;  ///< Standard output and standard error together.
};

/// Runs the program. `arguments` are parsed by a shell.
inline ProgramResult kairos_program(const std::string& arguments) {
  const std::string command = std::string(KAIROS_BINARY) + " " + arguments + " 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot start " + command);
  ProgramResult result;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) {
    result.output.append(buffer.data(), count);
  }
  const int status = pclose(pipe);
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

}  // namespace kairos::testing
