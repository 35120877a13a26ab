// Tests that docs/learning.md and `kairos describe` list the numbers of a row in their order, each
// with its meaning, and nothing else.
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policies/learned/features.hpp"
#include "tests/support/documentation.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

using ::testing::HasSubstr;
using Rows = std::vector<std::vector<std::string>>;

template <class Features>
Rows rows_of(const Features& features) {
  Rows rows;
  for (const auto& feature : features) {
    rows.push_back({std::string(feature.name), std::string(feature.meaning)});
  }
  return rows;
}

TEST(FeaturesDocumentation, ListsTheNumbersInTheirOrder) {
  const auto documented = [](const std::string& heading) {
    return testing::table_below("#### " + heading, "learning.md");
  };
  EXPECT_EQ(documented("The row of a task"), rows_of(task_features()));
  EXPECT_EQ(documented("The row of a place"), rows_of(place_features()));
  EXPECT_EQ(documented("Two more numbers if energy counts"), rows_of(price_features()));
}

TEST(FeaturesDocumentation, IsPrintedForPoliciesThatReadTheRows) {
  for (const std::string policy : {"learned", "imitation", "scarl"}) {
    const std::string output = testing::kairos_program("describe policy " + policy).output;
    std::size_t at = 0;
    for (const Rows& rows :
         {rows_of(task_features()), rows_of(place_features()), rows_of(price_features())}) {
      for (const auto& row : rows) {
        const std::string &name = row[0], &meaning = row[1];
        at = output.find(fmt::format("\n  {}: {}\n", name, meaning), at);
        ASSERT_NE(at, std::string::npos) << policy << ": " << name;
      }
    }
  }
  EXPECT_THAT(testing::kairos_program("describe policy socrates").output,
              ::testing::Not(HasSubstr("row of a task")));
}

/// A name is used once in each row.
TEST(FeaturesDocumentation, HasNoNameTwiceInARow) {
  for (const Rows& rows : {rows_of(task_features()), rows_of(place_features())}) {
    std::set<std::string> names;
    for (const auto& row : rows) EXPECT_TRUE(names.insert(row[0]).second) << row[0];
  }
}

}  // namespace
}  // namespace kairos
