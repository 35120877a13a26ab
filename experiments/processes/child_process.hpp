// Runs a child process that receives a text and answers with one.
#pragma once

#include <string>
#include <vector>

namespace kairos {

struct ChildEnd {
  std::string answer;  ///< Everything that the child wrote to its standard output.
  int status = 0;      ///< The status that waitpid() returned.
};

/// Runs a program with `input` on its standard input; the first argument is the program's path.
/// Safe to call from several threads: no child inherits the pipes of another. An interruption kills
/// the child and throws Interrupted. Throws InputError if no process can be started.
ChildEnd run_child(const std::vector<std::string>& arguments, const std::string& input);

/// Makes such a child end as soon as the thread that waits for it ends. Called in the child.
void end_with_parent();

}  // namespace kairos
