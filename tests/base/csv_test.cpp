#include "sim/base/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/find_path.hpp"

namespace kairos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string refusal(const std::string& text) {
  try {
    static_cast<void>(csv_table(text, "t.csv"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Csv, CellsInQuotesMayHaveCommasAndQuotes) {
  const CsvTable table =
      csv_table("# comment\n\na, b ,c\n\"x, y\" ,\"say \"\"no\"\"\", z z \n,,\n", "t.csv");
  EXPECT_THAT(table.columns, ElementsAre("a", "b", "c"));
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_THAT(table.rows[0].cells, ElementsAre("x, y", "say \"no\"", "z z"));
  EXPECT_THAT(table.rows[1].cells, ElementsAre("", "", ""));
}

/// In the line `1,  two,"3"` the cells begin at the columns 1, 5 and 9.
TEST(Csv, CellsHavePlaces) {
  const CsvTable table = csv_table("a,b,c\n1,  two,\"3\"\n", "t.csv");
  EXPECT_EQ(table.rows[0].place_of(0).text(), "t.csv:2:1");
  EXPECT_EQ(table.rows[0].place_of(1).text(), "t.csv:2:5");
  EXPECT_EQ(table.rows[0].place_of(2).text(), "t.csv:2:9");
}

TEST(Csv, RefusesDamagedRows) {
  EXPECT_THAT(refusal("a,b\n1\n"), HasSubstr("t.csv:2:1: the row has 1 cells; write 2"));
  EXPECT_THAT(refusal("a,b\n1,\"2\n"), HasSubstr("t.csv:2:3: a quote is not closed"));
  EXPECT_THAT(refusal("a,b\n\"1\"x,2\n"), HasSubstr("t.csv:2:1: text follows the closing quote"));
  EXPECT_THAT(refusal("a,a\n1,2\n"), HasSubstr("t.csv:1:1: the column 'a' appears twice"));
}

/// A step into a list is a position or the name of an item.
TEST(Paths, ItemsOfListsHaveNames) {
  Value big = Value::map();
  big.set("name", Value::scalar("big"));
  big.set("count", Value::scalar("4"));
  Value root = Value::map();
  root.set("clusters", Value::list({Value::scalar("other"), big}));
  ASSERT_NE(find_path(root, "clusters.big.count"), nullptr);
  EXPECT_EQ(find_path(root, "clusters.big.count"), find_path(root, "clusters.1.count"));
  EXPECT_EQ(find_path(root, "clusters.little.count"), nullptr);
  EXPECT_EQ(find_path(root, "clusters.2.count"), nullptr);
  set_path(root, "clusters.big.count", Value::scalar("2"));
  EXPECT_EQ(find_path(root, "clusters.1.count")->text, "2");
  EXPECT_THROW(set_path(root, "clusters.little.count", Value::scalar("2")), InputError);
}

}  // namespace
}  // namespace kairos
