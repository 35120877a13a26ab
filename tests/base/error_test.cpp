#include "sim/base/error.hpp"

#include <gtest/gtest.h>

namespace kairos {
namespace {

const std::vector<std::string> policies = {"heft", "cpop", "random"};

TEST(UnknownName, SuggestsTheNearest) {
  EXPECT_EQ(unknown_name("policy", "hefft", policies),
            "unknown policy 'hefft'; did you mean 'heft'?");
}

TEST(UnknownName, ListsWhatIsKnownWhenNothingIsNear) {
  EXPECT_EQ(unknown_name("policy", "annealing", policies),
            "unknown policy 'annealing'; known: 'heft', 'cpop' or 'random'");
}

TEST(UnknownName, CompletesABeginning) {
  EXPECT_EQ(unknown_name("policy", "ran", policies),
            "unknown policy 'ran'; did you mean 'random'?");
}

TEST(UnknownName, ListsTheFirstOfMany) {
  const std::vector<std::string> many(20, "task");
  const std::string refusal = unknown_name("task", "x", many, "; look elsewhere");
  EXPECT_TRUE(refusal.ends_with("'task', 'task', and 4 more; look elsewhere")) << refusal;
}

TEST(UnknownName, SurvivesAVeryLongName) {
  EXPECT_TRUE(nearest(std::string(100'000, 'x'), policies).empty());
}

TEST(SourceLocation, PrintsFileLineAndColumn) {
  const SourceLocation place{std::make_shared<const std::string>("a.yaml"), 4, 7};
  EXPECT_STREQ(InputError(place, "wrong; write it right").what(),
               "a.yaml:4:7: wrong; write it right");
}

}  // namespace
}  // namespace kairos
