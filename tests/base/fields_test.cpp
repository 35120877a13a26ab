#include "sim/base/fields.hpp"

#include <gtest/gtest.h>

namespace kairos {
namespace {

using namespace literals;

struct Options {
  double weight = 0.5;
  Duration patience = 5_ms;
  std::vector<std::string> names;
  std::map<std::string, double> counts;

  void describe(Fields& f) {
    f("weight", weight, "how much").between(0.0, 1.0);
    f("patience", patience, "how long").positive();
    f("names", names, "which")
        .must([](const auto& n) { return n.size() != 1 || n[0] == "only"; }, "two names or more");
    f("counts", counts, "how many")
        .must([](const auto& c) { return !c.contains("none"); }, "more than zero for each");
  }
};

Value map_of(const std::string& key, Value value) {
  Value map = Value::map();
  map.set(key, std::move(value));
  return map;
}

std::string message_of(const Value& map) {
  Options options;
  try {
    Codec<Options>::read(map, options);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(Fields, ReadsWhatIsWrittenAndKeepsTheRest) {
  Options options;
  Codec<Options>::read(map_of("patience", Value::scalar("2 ms")), options);
  EXPECT_EQ(options.patience, 2_ms);
  EXPECT_EQ(options.weight, 0.5);
}

TEST(Fields, RefusesAnUnknownKeyWithTheNearestName) {
  EXPECT_EQ(message_of(map_of("wieght", Value::scalar("1"))),
            "unknown key 'wieght'; did you mean 'weight'?");
}

TEST(Fields, RefusesAValueOutOfBounds) {
  EXPECT_EQ(message_of(map_of("weight", Value::scalar("2"))),
            "'weight' is '2'; it must be between 0 and 1");
  EXPECT_EQ(message_of(map_of("weight", Value::scalar("nan"))),
            "'nan' is not a number; write a plain number such as '0.5'");
}

TEST(Fields, RefusesAListOrMapWithWhatIsInIt) {
  EXPECT_EQ(message_of(map_of("names", Value::list({Value::scalar("one")}))),
            "'names' is [one]; write two names or more");
  Value counts = map_of("some", Value::scalar("2"));
  counts.set("none", Value::scalar("0"));
  EXPECT_EQ(message_of(map_of("counts", counts)),
            "'counts' is {none: 0, some: 2}; write more than zero for each");
  counts.set("many" + std::string(80, 'y'), Value::scalar("3"));
  EXPECT_EQ(message_of(map_of("counts", counts)),
            "'counts' is {many" + std::string(55, 'y') + "...; write more than zero for each");
}

TEST(Fields, WritesWhatReadsBackAsTheSame) {
  Options options{0.25, 7_us, {"a", "b"}, {}};
  Options read;
  Codec<Options>::read(Codec<Options>::write(options), read);
  EXPECT_EQ(read.weight, 0.25);
  EXPECT_EQ(read.patience, 7_us);
  EXPECT_EQ(read.names, options.names);
}

TEST(Fields, ASingleValueStandsForAList) {
  Options options;
  Codec<Options>::read(map_of("names", Value::scalar("only")), options);
  EXPECT_EQ(options.names, std::vector<std::string>{"only"});
}

TEST(Fields, DocumentsItself) {
  const auto fields = Codec<Options>::schema().fields;
  ASSERT_EQ(fields.size(), 4U);
  EXPECT_EQ(fields[0].bounds, "between 0 and 1");
  EXPECT_EQ(fields[1].preset, "5 ms");
}

TEST(SetPath, StepsThroughMapsAndLists) {
  Value root = map_of("list", Value::list({map_of("key", Value::scalar("old"))}));
  set_path(root, "list.0.key", Value::scalar("new"));
  EXPECT_EQ(root.find("list")->items[0].find("key")->text, "new");
  EXPECT_THROW(set_path(root, "list.1.key", Value{}), InputError);
}

}  // namespace
}  // namespace kairos
