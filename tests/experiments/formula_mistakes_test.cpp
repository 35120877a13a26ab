// Tests that mistakes in formulas are refused when the experiment is read, with a clear message.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/formulas.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing::three_jobs;

/// The message about these formulas.
std::string complaint(const std::string& formulas, const std::string& experiment = three_jobs) {
  try {
    testing::sweep_of(testing::with_formulas(formulas, experiment));
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(FormulaMistakes, NameTheNearestName) {
  EXPECT_THAT(complaint("f: {is: energi_j / jobs}"),
              AllOf(StartsWith("formulas.yaml:"),
                    HasSubstr(":21: formula 'f': unknown metric 'energi_j'; did you mean "
                              "'energy_j'?")));
  EXPECT_THAT(complaint("costs: {is: 1}, f: {is: costz + 1}"), HasSubstr("did you mean 'costs'?"));
  EXPECT_THAT(complaint("f: {is: latncy_s, over: jobs}"),
              HasSubstr("unknown amount of a job 'latncy_s'; did you mean 'latency_s'?"));
  EXPECT_THAT(complaint("f: {is: sqr(2)}"),
              HasSubstr("'is' of formula 'f' cannot be read at position 1: unknown function 'sqr'; "
                        "did you mean 'sqrt'?"));
  EXPECT_THAT(complaint("f: {is: 1, over: job}"), HasSubstr("did you mean 'jobs'?"));
}

TEST(FormulaMistakes, AreNamesOfAnotherScope) {
  EXPECT_THAT(complaint("f: {is: latency_s}"),
              HasSubstr("'latency_s' is an amount of a job; add 'over: jobs'"));
  EXPECT_THAT(complaint("f: {is: makespan_s, over: jobs}"),
              HasSubstr("a single job has no 'makespan_s'; a formula over jobs can use "));
  EXPECT_THAT(complaint("f: {is: g, over: jobs}, g: {is: jobs}"),
              HasSubstr("a single job has no 'g'"));
  EXPECT_THAT(complaint("f: {is: g, over: streams}, g: {is: jobs, over: streams}"),
              HasSubstr("'g' is a mean over streams"));
  EXPECT_THAT(complaint("f: {is: jobs, dropped: 0}"), HasSubstr("add 'over: jobs'"));
}

TEST(FormulaMistakes, AreCycles) {
  EXPECT_THAT(complaint("a: {is: b + 1}, b: {is: 2 * c}, c: {is: a}"),
              HasSubstr("formulas use each other in a cycle: 'a' -> 'b' -> 'c' -> 'a'; remove"));
  EXPECT_THAT(complaint("a: {is: a + 1}"), HasSubstr("'a' -> 'a'"));
}

TEST(FormulaMistakes, NameThePositionInTheExpression) {
  const auto says = [](const std::string& expression, const std::string& what) {
    EXPECT_THAT(complaint("f: {is: '" + expression + "'}"),
                HasSubstr("'is' of formula 'f' " + what));
  };
  says("energy_j / (jobs", "cannot be read at position 17: a closing parenthesis is missing");
  says("jobs tasks", "cannot be read at position 6: an operator is missing before 'tasks'");
  says("jobs +", "cannot be read at position 7: a value is missing at the end");
  says("2 * * jobs", "cannot be read at position 5: a value is missing before operator '*'");
  says("jobs = 3", "cannot be read at position 6: '=' would assign a value; write '=='");
  says("jobs, tasks", "cannot be read at position 5: a comma may only stand");
  says("exp(1, 2)", "cannot be read at position 9: function 'exp' has too many arguments");
  says("jobs # tasks", "cannot be read at position 6: '#' has no meaning in a formula");
  says("jobs ? 1", "cannot be read at position 9: '?' has no ':'");
  says(" ", "is empty");
  says(std::string(1001, '1'), "has more than 1000 characters");
  EXPECT_THAT(complaint("f: {unit: s}"), HasSubstr("'is' is missing"));
}

TEST(FormulaMistakes, AreNamesThatAreTakenOrNotIdentifiers) {
  EXPECT_THAT(complaint("energy_j: {is: 1}"), HasSubstr("this is the name of a metric"));
  EXPECT_THAT(complaint("deadline_s: {is: 1}"),
              HasSubstr("this is the name of an amount of a job"));
  EXPECT_THAT(complaint("max: {is: 1}"), HasSubstr("this is the name of a function"));
  EXPECT_THAT(complaint("seed: {is: 1}"), HasSubstr("already a column of the results"));
  EXPECT_THAT(complaint("two words: {is: 1}"), HasSubstr("this cannot be a name in expressions"));
  EXPECT_THAT(complaint("due: {is: 1}", three_jobs + "sweep: {due: {now: {seeds: 1}}}\n"),
              HasSubstr("formula 'due' has the name of a swept key"));
}

TEST(FormulaMistakes, AreReportedTogether) {
  const std::string message = complaint("a: {is: energi_j}, b: {is: makespan}, c: {is: jobs}");
  EXPECT_THAT(message, AllOf(HasSubstr("formula 'a'"), HasSubstr("formula 'b'"),
                             Not(HasSubstr("formula 'c'"))));
}

}  // namespace
}  // namespace kairos
