#include "experiments/report/write_file.hpp"

#include <fstream>

#include "sim/base/error.hpp"

namespace kairos {

void write_file(const std::filesystem::path& path, const std::string& text) {
  write_file(path, [&](std::ostream& file) { file << text; });
}

void write_file(const std::filesystem::path& path,
                const std::function<void(std::ostream&)>& write) {
  std::filesystem::path draft = path;
  draft += ".unfinished";
  std::ofstream file(draft, std::ios::binary);
  if (file) write(file);
  file.close();
  std::error_code problem;
  if (file) std::filesystem::rename(draft, path, problem);
  if (!file || problem) {
    throw InputError(path.string() +
                     ": cannot be written; choose a folder with free space where you may write");
  }
}

}  // namespace kairos
