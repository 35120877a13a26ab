// Tests that Kairos accepts every example of the documentation.
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "experiments/experiment/sweep.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/static/quality_runs.hpp"
#include "experiments/training/training_config.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::vector<fs::path> pages() {
  std::vector<fs::path> pages{fs::path(KAIROS_SOURCE_DIR) / "README.md"};
  for (const auto& entry : fs::directory_iterator(fs::path(KAIROS_SOURCE_DIR) / "docs")) {
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  }
  return pages;
}

/// A fenced block of a page, and the place where it begins. Paths in the block are relative to the
/// folder of the page.
struct Block {
  std::string language, text, where;
};

std::vector<Block> blocks_of(const fs::path& page) {
  std::vector<Block> blocks;
  std::istringstream lines(contents(page));
  std::string line;
  bool is_inside = false;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.starts_with("```")) {
      if (!is_inside) {
        blocks.push_back({line.substr(3), "", page.string() + ":" + std::to_string(number + 1)});
      }
      is_inside = !is_inside;
    } else if (is_inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

void check_whole(const Value& tree) {
  static_cast<void>(Choice<FileKind>(kind_of(tree)).make()->check(tree, {}));
}

constexpr auto some_platform = R"(name: some
clusters:
  - {name: cpu, kind: cpu, count: 12, points: [{frequency: 500 MHz}], kernels: {k: 1 ms}}
  - {name: gpu, kind: gpu, points: [{frequency: 500 MHz}], kernels: {k: 1 ms}}
memory: [{name: dram, bandwidth: 100 GB/s}]
paths: [{from: all, to: all, bandwidth: 1 GB/s}]
)";
constexpr auto some_experiment = R"(name: some
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 20}]}
policies: [heft]
)";
constexpr auto drawing_experiment = "name: some\npolicies: [heft]\n";
constexpr auto some_training = R"(name: some
description: some
domains: {platform: ds3_soc, workload: ds3}
validation: {baselines: [heft]}
)";

template <class Spec>
bool has_keys_of(const Value& fragment) {
  Spec config;
  Fields fields;
  config.describe(fields);
  return std::ranges::all_of(fragment.entries, [&](const Value::Entry& entry) {
    return std::ranges::find(fields.all(), entry.key, &Field::name) != fields.all().end();
  });
}

Value laid_over(const char* base, const Value& fragment) {
  Value tree = read_yaml_text(base, "base");
  for (const Value::Entry& entry : fragment.entries) tree.set(entry.key, entry.value);
  return tree;
}

/// Fills in the keys that a fragment of a file does not show, and checks the result.
void check_fragment(Value fragment) {
  if (fragment.is_list()) {
    Value clusters = Value::map();
    clusters.set("clusters", fragment);
    fragment = clusters;
  }
  if (has_keys_of<ExperimentConfig>(fragment)) {
    const bool draws = fragment.find("draw") != nullptr;
    static_cast<void>(expand(
        resolve_experiment(laid_over(draws ? drawing_experiment : some_experiment, fragment), {})));
  } else if (has_keys_of<PlatformConfig>(fragment)) {
    Value tree = laid_over(some_platform, fragment);
    for (Value& cluster : tree.find("clusters")->items) {
      if (cluster.find("kernels") == nullptr && cluster.find("throughput") == nullptr) {
        cluster.set("kernels", read_yaml_text("{k: 1 ms}", "base"));
      }
    }
    PlatformConfig config;
    Codec<PlatformConfig>::read(tree, config);
  } else {
    ASSERT_TRUE(has_keys_of<TrainingConfig>(fragment)) << "the keys belong to no kind of file";
    static_cast<void>(resolve_training(laid_over(some_training, fragment), {}));
  }
}

/// True if an example names files that the reader has to make first.
bool names_own_files(const std::string& text) {
  return text.find("out/mine/mine.weights") != std::string::npos;
}

TEST(Documentation, ShowsInstancesThatKairosTakes) {
  const fs::path file =
      fs::temp_directory_path() / ("kairos_docs_" + std::to_string(getpid()) + ".json");
  std::size_t checked = 0;
  for (const fs::path& page : pages()) {
    for (const Block& block : blocks_of(page)) {
      if (block.language != "json") continue;
      std::ofstream(file) << block.text;
      const auto result = testing::kairos_program("solve " + file.string() + " --policy heft");
      EXPECT_EQ(result.code, 0) << block.where << ": " << result.output;
      ++checked;
    }
  }
  fs::remove(file);
  EXPECT_GT(checked, 0U);
}

TEST(Documentation, ShowsFilesThatKairosTakes) {
  std::size_t checked = 0;
  for (const fs::path& page : pages()) {
    for (const Block& block : blocks_of(page)) {
      if (block.language != "yaml" || names_own_files(block.text)) continue;
      SCOPED_TRACE(block.where);
      ++checked;
      try {
        const Value tree = read_yaml_text(block.text, block.where);
        if (tree.find("name") != nullptr) {
          check_whole(tree);
        } else {
          check_fragment(tree);
        }
      } catch (const InputError& error) {
        ADD_FAILURE() << error.what();
      }
    }
  }
  EXPECT_GT(checked, 12U);
}

struct Command {
  std::string verb, rest, where;
};

/// All calls of kairos in code, whether in fenced blocks or in lines.
std::vector<Command> commands() {
  static const std::regex call(
      R"((?:^|[`$(]\s*|\n)(?:\$ )?(?:build/)?kairos ([a-z]+)((?: [^`\n#|]*)?))");
  std::vector<Command> all;
  for (const fs::path& page : pages()) {
    const std::string text = contents(page);
    for (std::sregex_iterator at(text.begin(), text.end(), call), end; at != end; ++at) {
      all.push_back({(*at)[1], (*at)[2], page.filename().string() + ": " + at->str()});
    }
  }
  return all;
}

TEST(Documentation, ShowsCommandsThatThereAre) {
  static const std::regex option("--[a-z-]+"),
      file("(tests/)?(experiments|platforms|workloads)/[a-z_/]+.yaml");
  std::map<std::string, std::string> helps;
  std::size_t checked = 0;
  for (const Command& command : commands()) {
    SCOPED_TRACE(command.where);
    ++checked;
    const bool is_about_profiles = command.rest.starts_with(" profile ");
    const std::string verb = command.verb + (is_about_profiles ? " profile" : "");
    if (!helps.contains(verb)) {
      const auto help = testing::kairos_program(verb + " --help");
      EXPECT_EQ(help.code, 0) << help.output;
      helps[verb] = help.output;
    }
    for (std::sregex_iterator at(command.rest.begin(), command.rest.end(), option), end; at != end;
         ++at) {
      EXPECT_THAT(helps[verb], ::testing::HasSubstr(at->str()));
    }
    for (std::sregex_iterator at(command.rest.begin(), command.rest.end(), file), end; at != end;
         ++at) {
      EXPECT_TRUE(fs::exists(fs::path(KAIROS_SOURCE_DIR) / at->str())) << at->str();
    }
  }
  EXPECT_GT(checked, 10U);
}

}  // namespace
}  // namespace kairos
