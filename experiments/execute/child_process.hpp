// A child process that is handed a text and answers with one.
#pragma once

#include <string>
#include <vector>

namespace kairos {

struct ChildEnd {
  std::string answer;  ///< Everything that it wrote to its standard output.
  int status = 0;      ///< As waitpid() gives it.
};

/// Runs a program, whose path comes first among the arguments, with `input` on its standard input.
/// Safe on several threads: no child inherits what is meant for another one. An interruption kills
/// the child and throws Interrupted. Throws InputError when no process can be started.
ChildEnd run_child(const std::vector<std::string>& arguments, const std::string& input);

/// Called in such a child: it ends as soon as the thread that waits for it does.
void end_with_parent();

}  // namespace kairos
