#include "sim/base/mistakes.hpp"

#include <gtest/gtest.h>

#include "sim/base/fields.hpp"

namespace kairos {
namespace {

SourceLocation at(int line, int column = 1) {
  return {std::make_shared<const std::string>("a.yaml"), line, column};
}

TEST(Mistakes, AreReportedByPlaceEachOnce) {
  Mistakes mistakes;
  mistakes.attempt([] { throw InputError(at(7), "second"); });
  mistakes.attempt([] { throw InputError(at(2, 5), "first"); });
  mistakes.attempt([] { throw InputError(at(7), "second"); });
  try {
    mistakes.report();
    FAIL() << "nothing was reported";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "a.yaml:2:5: first\na.yaml:7:1: second");
    EXPECT_EQ(error.mistakes().size(), 2U);
  }
}

TEST(Mistakes, ASingleOneReadsAsIfItWereThrownAtOnce) {
  Mistakes mistakes;
  mistakes.attempt([] { throw InputError(at(3), "only"); });
  try {
    mistakes.report();
    FAIL() << "nothing was reported";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "a.yaml:3:1: only");
    EXPECT_TRUE(error.mistakes().empty());
  }
}

TEST(Mistakes, StopAtTen) {
  Mistakes mistakes;
  int attempts = 0;
  for (int i = 1; i <= 30; ++i) {
    mistakes.attempt([&] {
      ++attempts;
      throw InputError(at(i), "wrong");
    });
  }
  EXPECT_EQ(attempts, 10);
  try {
    mistakes.report();
    FAIL() << "nothing was reported";
  } catch (const InputError& error) {
    EXPECT_EQ(error.mistakes().size(), 10U);
  }
}

TEST(Mistakes, MakeOneShortMessage) {
  Mistakes mistakes;
  for (int i = 1; i <= 10; ++i) {
    mistakes.attempt([&] { throw InputError(at(i), std::string(100, 'x')); });
  }
  try {
    mistakes.report();
    FAIL() << "nothing was reported";
  } catch (const InputError& error) {
    const std::string message = error.what();
    EXPECT_LE(message.size(), 500U);
    EXPECT_TRUE(message.ends_with("\n... and 7 more mistakes in a.yaml")) << message;
  }
}

struct Inner {
  double weight = 0;
  void describe(Fields& f) { f("weight", weight, "how much").between(0.0, 1.0); }
};

struct Outer {
  std::string name;
  std::vector<Inner> parts;
  Duration patience;

  void describe(Fields& f) {
    f("name", name, "what it is called").required();
    f("parts", parts, "what it is made of");
    f("patience", patience, "how long").not_negative();
  }
};

Value scalar(const std::string& text, int line) {
  return Value::scalar(text, at(line));
}

Value map_of(const std::string& key, Value value) {
  Value map = Value::map(value.place);
  map.set(key, std::move(value));
  return map;
}

std::string message_of(const Value& tree) {
  try {
    Outer outer;
    Codec<Outer>::read(tree, outer);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(Mistakes, OfAllLevelsOfADocumentComeTogether) {
  Value tree = Value::map(at(1));
  tree.set("colour", scalar("red", 2));
  tree.set("parts", Value::list({map_of("weight", scalar("2", 4)), map_of("weight", scalar("x", 5)),
                                 map_of("weight", scalar("1", 6))},
                                at(3)));
  tree.set("patience", scalar("5", 7));
  EXPECT_EQ(
      message_of(tree),
      "a.yaml:1:1: 'name' is missing; add it: what it is called\na.yaml:2:1: unknown key 'colour'; "
      "known: 'name', 'parts' or 'patience'\na.yaml:4:1: 'weight' is '2'; it must be between 0 and "
      "1\na.yaml:5:1: 'x' is not a number; write a plain number such as '0.5'\na.yaml:7:1: '5' is "
      "not a duration; write a number and a unit (ps, ns, us, ms, s, min, h), such as '5 ms'");
}

TEST(Mistakes, AMisspeltKeyIsNotMissingToo) {
  EXPECT_EQ(message_of(map_of("nmae", scalar("x", 1))),
            "a.yaml:1:1: unknown key 'nmae'; did you mean 'name'?");
}

}  // namespace
}  // namespace kairos
