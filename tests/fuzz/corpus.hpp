// The files that are damaged: examples of every kind of file that Kairos reads, with the command
// that reads each.
#pragma once

#include <string>
#include <vector>

namespace kairos::fuzz {

/// A file to damage, and the files beside it that stay as they are.
struct Case {
  struct File {
    std::string name, contents;
  };
  std::vector<File> files;  ///< Only the first one is damaged.
  /// Arguments of kairos, which runs in the folder of the files.
  std::vector<std::string> arguments;
  /// Its check takes many times as long as that of the others, so that it is drawn seldom.
  bool slow = false;
};

/// All cases. `source` is the folder of the project's source code.
std::vector<Case> corpus(const std::string& source);

}  // namespace kairos::fuzz
