// Runs a program on damaged files and reports every end that a user should not see.
//
//   kairos_fuzz SOURCE COUNT [SEED [KEEP [NAME]]]
//
// Kairos runs on COUNT damaged files. Files that cause a report are kept in the folder
// KEEP. Equal seeds cause equal damage, so that a report can be repeated. With NAME, such as .onnx,
// only files whose names contain it are damaged.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "tests/fuzz/corpus.hpp"
#include "tests/fuzz/mutations.hpp"
#include "tests/fuzz/verdict.hpp"

namespace {

namespace fs = std::filesystem;
using namespace kairos::fuzz;

void write(const fs::path& path, const std::string& contents) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << contents;
}

struct Arguments {
  std::string source;
  unsigned long count = 0, seed = 1;
  fs::path keep;
  std::string name;  ///< Part of the names of the files to damage; empty for all.
};

/// Draws a case. Of the slow ones, one in twenty stays drawn.
const Case& drawn(const std::vector<Case>& cases, kairos::Random& random) {
  while (true) {
    const Case& one = cases[random.index(cases.size())];
    if (!one.slow || random.index(20) == 0) return one;
  }
}

/// Returns the verdict on one damaged file. `folder` is emptied first.
std::string run(const Case& chosen, const std::string& mutant, const fs::path& folder) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::vector<std::string> names;
  for (const Case::File& file : chosen.files) {
    write(folder / file.name, &file == chosen.files.data() ? mutant : file.contents);
    names.push_back(file.name);
  }
  return verdict(chosen.arguments, folder, names);
}

int fuzz(const Arguments& arguments) {
  std::vector<Case> cases = corpus(arguments.source);
  std::erase_if(cases, [&](const Case& one) {
    return one.files.front().name.find(arguments.name) == std::string::npos;
  });
  if (cases.empty()) {
    std::fprintf(stderr, "no file has a name with '%s'\n", arguments.name.c_str());
    return 2;
  }
  const fs::path folder = fs::temp_directory_path() / ("kairos_fuzz_" + std::to_string(getpid()));
  unsigned long faults = 0;
  for (unsigned long i = 0; i < arguments.count; ++i) {
    kairos::Random random = kairos::Random::stream(arguments.seed, "mutant", i);
    const Case& chosen = drawn(cases, random);
    const std::string mutant = mutated(chosen.files.front().contents, random);
    const std::string fault = run(chosen, mutant, folder);
    if (fault.empty()) continue;
    ++faults;
    std::printf("mutant %lu (%s): %s\n", i, chosen.arguments.front().c_str(), fault.c_str());
    if (arguments.keep.empty()) continue;
    const fs::path kept = arguments.keep / std::to_string(i);
    fs::create_directories(arguments.keep);
    fs::remove_all(kept);
    fs::copy(folder, kept, fs::copy_options::recursive);
  }
  fs::remove_all(folder);
  std::printf("%lu mutants, %lu faults\n", arguments.count, faults);
  return faults == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: kairos_fuzz SOURCE COUNT [SEED [KEEP [NAME]]]\n");
    return 2;
  }
  Arguments arguments{argv[1], std::strtoul(argv[2], nullptr, 10), 1, {}, {}};
  if (argc > 3) arguments.seed = std::strtoul(argv[3], nullptr, 10);
  if (argc > 4) arguments.keep = argv[4];
  if (argc > 5) arguments.name = argv[5];
  return fuzz(arguments);
}
