#include "experiments/static/static_instance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/builders.hpp"
#include "tests/support/folder_fixture.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

namespace fs = std::filesystem;

class StaticInstances : public FolderFixture {
 protected:
  [[nodiscard]] std::vector<StaticInstance> instances(const std::string& text) const {
    return read_instances(write("instances.json", text));
  }
  [[nodiscard]] std::string refusal(const std::string& text) const {
    try {
      for (const StaticInstance& instance : instances(text)) static_cast<void>(instance.scenario());
    } catch (const InputError& error) {
      return error.what();
    }
    return "none";
  }

  const fs::path file = folder / "instances.json";
};

const std::string chain = R"("n": 2, "p": 2, "cost": [[2, 3], [4, 1]], "edges": [[0, 1, 2]])";

TEST_F(StaticInstances, RefuseUnknownKeys) {
  EXPECT_EQ(refusal("{" + chain + R"(, "bandwidth": [[0, 1], [1, 0]]})"),
            file.string() + ": unknown key 'bandwidth'; did you mean 'bw'?");
  EXPECT_EQ(refusal("[{" + chain + "}, {" + chain + R"(, "edgs": []}])"),
            file.string() + ": instance 1: unknown key 'edgs'; did you mean 'edges'?");
}

TEST_F(StaticInstances, RefuseWhatIsDeepOrHuge) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_THAT(refusal(R"({"n": 1, "p": 1, "cost": )" + deep + R"(, "edges": []})"),
              AllOf(StartsWith(file.string()), HasSubstr("nested too deeply")));
  EXPECT_THAT(refusal(R"({"n": 1, "p": 1, "cost": [[[[1]]]], "edges": []})"),
              HasSubstr("cost[0][0] is a list; write a number"));
  EXPECT_THAT(refusal(R"({"n": 4000000000, "p": 1, "cost": [], "edges": []})"),
              HasSubstr("'n' is not a whole number in its range; write a number from 1 to 100000"));
  EXPECT_THAT(refusal(R"({"n": 1, "p": 1, "cost": [[1e308]], "edges": []})"), "none");
  EXPECT_THAT(refusal(R"({"n": 2, "p": 1, "cost": [[1.7e308], [1.7e308]], "edges": []})"),
              AllOf(StartsWith(file.string()), HasSubstr("the sum of the times is too large")));
}

TEST_F(StaticInstances, NameTheFileOfAGraphThatIsNone) {
  EXPECT_THAT(refusal(R"({"n": 2, "p": 1, "cost": [[1], [1]], "edges": [[0, 1], [1, 0]]})"),
              AllOf(StartsWith(file.string()), HasSubstr("has a cycle of dependencies")));
  EXPECT_THAT(refusal(R"({"n": 2, "p": 1, "cost": [[1], [1]], "edges": [[0, 1], [0, 1]]})"),
              AllOf(StartsWith(file.string()), HasSubstr("lists its input '0' twice")));
}

TEST_F(StaticInstances, ReadAlikeWhateverEndsTheirLines) {
  EXPECT_EQ(instances("\xEF\xBB\xBF{\r\n" + chain + "}\r\n").front().tasks, 2U);
}

/// The chain has tasks of 2.7e-12 and 2.7e-12; a picosecond would be a large part of such a task.
TEST_F(StaticInstances, KeepTheDigitsOfSmallTimes) {
  const auto instance =
      instances(R"({"n": 2, "p": 1, "cost": [[2.7e-12], [2.7e-12]], "edges": [[0, 1]]})").front();
  const Time end = run_with(instance.scenario(), "heft").end;
  EXPECT_NEAR(static_cast<double>(end.picoseconds()) / instance.picoseconds_per_unit(), 5.4e-12,
              1e-20);
}

TEST_F(StaticInstances, KeepTheUnitOfUsualTimes) {
  EXPECT_EQ(instances("{" + chain + "}").front().picoseconds_per_unit(), 1e12);
}

}  // namespace
}  // namespace kairos
