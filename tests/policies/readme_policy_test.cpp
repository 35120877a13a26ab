// Tests that the policy shown in README.md is the one in readme_policy.cpp, which the contract
// tests run.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace kairos {
namespace {

std::string text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(std::string(KAIROS_SOURCE_DIR "/") + file).rdbuf();
  return text.str();
}

TEST(Readme, ShowsAPolicyThatWorks) {
  const std::string policy = text_of("tests/policies/readme_policy.cpp");
  ASSERT_FALSE(policy.empty());
  EXPECT_NE(text_of("README.md").find("```cpp\n" + policy + "```"), std::string::npos);
}

}  // namespace
}  // namespace kairos
