// Imports tables of measurements as a user would, and reads the platforms that they become.
#pragma once

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>

#include "experiments/files/yaml.hpp"
#include "platforms/platform_config.hpp"
#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"

namespace kairos::testing {

class ProfileFixture : public FolderFixture {
 protected:
  /// Imports a table, checks the platform that it becomes, and reads it.
  PlatformConfig imported(const std::filesystem::path& file, const std::string& options) const {
    const std::string call = "import profile " + file.string() + " " + options;
    const auto result = kairos_program(call + " -o " + path("p.yaml"));
    EXPECT_EQ(result.code, 0) << result.output;
    EXPECT_THAT(result.output, ::testing::AllOf(::testing::HasSubstr("p.yaml: "),
                                                ::testing::HasSubstr("is fine")));
    EXPECT_EQ(kairos_program("check " + path("p.yaml")).code, 0);
    const std::string text = read("p.yaml");
    EXPECT_LE(std::ranges::count(text, '\n'), 20) << text;
    EXPECT_THAT(text, ::testing::HasSubstr("\nsource: "));
    PlatformConfig config;
    Codec<PlatformConfig>::read(read_yaml_file(path("p.yaml")), config);
    return config;
  }
  static const KernelTable& table_of(const Platform& platform, std::size_t cluster) {
    return *platform.clusters[static_cast<ClusterId>(cluster)].kernel_times;
  }
  static void expect_refusal(const std::string& arguments, const std::string& part) {
    const auto result = kairos_program("import profile " + arguments);
    EXPECT_EQ(result.code, 2) << result.output;
    EXPECT_THAT(result.output, ::testing::HasSubstr(part));
    EXPECT_EQ(std::ranges::count(result.output, '\n'), 1) << result.output;
  }
};

}  // namespace kairos::testing
