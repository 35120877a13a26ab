#include "sim/base/registry.hpp"

#include <gtest/gtest.h>

namespace kairos {
namespace {

class Tool {
 public:
  static constexpr std::string_view kind = "tool";
  Tool() = default;
  Tool(const Tool&) = delete;
  Tool& operator=(const Tool&) = delete;
  virtual ~Tool() = default;
};
class Hammer final : public Tool {};
class Sheet final : public Tool {};

const Register<Tool, Hammer> hammer{"hammer", "drives nails (DN, BAM)"};
const Register<Tool, Sheet> sheet{"sheet", "bends (or not)"};

std::string refusal(const std::string& name) {
  try {
    Registry<Tool>::find(name, {});
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

TEST(Registry, GuessesAPluginByItsAcronym) {
  EXPECT_EQ(refusal("dn"), "unknown tool 'dn'; did you mean 'hammer'?");
  EXPECT_EQ(refusal("BAM"), "unknown tool 'BAM'; did you mean 'hammer'?");
}

TEST(Registry, GuessesTheNearestNameOrListsAll) {
  EXPECT_EQ(refusal("shet"), "unknown tool 'shet'; did you mean 'sheet'?");
  EXPECT_EQ(refusal("DN, BAM"), "unknown tool 'DN, BAM'; known: 'hammer' or 'sheet'");
  EXPECT_EQ(refusal("hammer"), "none");
}

}  // namespace
}  // namespace kairos
