// The files that are damaged: every kind that Kairos reads, and the command that reads each.
#pragma once

#include <string>
#include <vector>

namespace kairos::fuzz {

/// A file to damage, with the files beside it that stay as they are.
struct Case {
  struct File {
    std::string name, contents;
  };
  std::vector<File> files;             ///< The first one is damaged.
  std::vector<std::string> arguments;  ///< Of kairos, run in the folder of the files.
};

/// `source` is the folder of the project's source.
std::vector<Case> corpus(const std::string& source);

}  // namespace kairos::fuzz
