// Tests the sessions that read their requests from a CSV file.
#include "workloads/request_table.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/folder_fixture.hpp"
#include "tests/support/sessions.hpp"

namespace kairos {
namespace {

using namespace literals;
using ::testing::HasSubstr;
using testing::next_request;
using testing::refusal_of_session;
using testing::requests_of;
using testing::session;

class RequestFile : public testing::FolderFixture {
 protected:
  [[nodiscard]] Value file(const std::string& text) const {
    return Value::scalar(write("requests.csv", text));
  }
  [[nodiscard]] std::string refused(const std::string& text) const {
    return refusal_of_session("request_trace", {{"file", file(text)}});
  }
  [[nodiscard]] std::string message(const std::string& line, const std::string& what) const {
    return path("requests.csv") + line + ": " + what;
  }
};

constexpr auto two_requests = "arrival,prompt,output\n250 ms,374,44\n0.8,396,109\n";

/// The instants at which the sessions of a trace arrive.
std::vector<Time> arrivals_of(const Session& trace) {
  const std::unique_ptr<ArrivalProcess> process = trace.arrivals();
  Random random = Random::stream(1, "arrivals");
  ArrivalState state;
  std::vector<Time> times;
  while (const auto time = process->next(state, random)) {
    times.push_back(*time);
    state.now = *time;
    ++state.arrived;
  }
  return times;
}

TEST_F(RequestFile, IsOneSessionOfOneRequestForEveryLine) {
  const auto trace = session("request_trace", {{"file", file(two_requests)}});
  EXPECT_EQ(arrivals_of(*trace), (std::vector{Time(250_ms), Time(800_ms)}));
  Request first, second;
  first.prompt = 374;
  first.output = 44;
  second.prompt = 396;
  second.output = 109;
  EXPECT_EQ(requests_of(*trace, 0), std::vector{first});
  EXPECT_EQ(requests_of(*trace, 1), std::vector{second});
  EXPECT_TRUE(requests_of(*trace, 2).empty());
}

TEST_F(RequestFile, ArrivesFasterWithASmallerScale) {
  const auto trace =
      session("request_trace", {{"file", file(two_requests)}, {"scale", Value::scalar("0.5")}});
  EXPECT_EQ(arrivals_of(*trace), (std::vector{Time(125_ms), Time(400_ms)}));
  EXPECT_EQ(refusal_of_session("request_trace",
                               {{"file", file(two_requests)}, {"scale", Value::scalar("0")}}),
            "'scale' is '0'; it must be greater than zero");
}

TEST_F(RequestFile, MayHaveOtherColumnsInAnyOrder) {
  const auto trace =
      session("request_trace", {{"file", file("# a trace\nuser, output, prompt, arrival\n"
                                              "ann, 0, 7, 0.000001\n\nbob, 9, 8, 1e-6\n")}});
  EXPECT_EQ(arrivals_of(*trace), (std::vector{Time(1_us), Time(1_us)}));
  EXPECT_EQ(requests_of(*trace, 0).at(0).output, 0);
  EXPECT_EQ(requests_of(*trace, 0).at(0).prompt, 7);
  EXPECT_EQ(requests_of(*trace, 1).at(0).output, 9);
}

TEST_F(RequestFile, IsRefusedWithTheLineAndTheColumnThatAreWrong) {
  const std::string head = "arrival,prompt,output\n";
  EXPECT_EQ(refused("arrival,prompt\n1 s,2\n"),
            message(":1:1",
                    "the column 'output' is missing; begin the file with a line that names its "
                    "columns, such as 'arrival,prompt,output'"));
  EXPECT_EQ(refused(head), message("", "the table has no rows; write some below its first line"));
  EXPECT_EQ(refused(head + "1 s,1.5,3\n"),
            message(":2:1",
                    "column 'prompt': '1.5' is not a number of tokens; write a whole number from 1 "
                    "to 1073741824"));
  EXPECT_EQ(refused(head + "1 s,1,3\n2 s,0,3\n"),
            message(":3:1",
                    "column 'prompt': '0' is not a number of tokens; write a whole number from 1 "
                    "to 1073741824"));
  EXPECT_EQ(refused(head + "1 s,1073741824,1073741825\n"),
            message(":2:1",
                    "column 'output': '1073741825' is not a number of tokens; write a whole number "
                    "from 0 to 1073741824"));
  EXPECT_THAT(refused(head + "soon,1,1\n"),
              HasSubstr(message(":2:1", "column 'arrival': 'soon' is not a duration; write")));
  EXPECT_EQ(refused(head + "-1,1,1\n"),
            message(":2:1", "column 'arrival': '-1' is negative; write zero or more"));
  EXPECT_EQ(refused(head + "2 s,1,1\n1.5,1,1\n"),
            message(":3:1",
                    "column 'arrival': '1.5' is before the arrival of the row above; sort the rows "
                    "by 'arrival'"));
  EXPECT_THAT(refused("arrival,prompt,output,deadline\n1 s,1,1,2 s\n"),
              HasSubstr(message(":1:1", "the column 'deadline' has no effect")));
  EXPECT_THAT(refused(head + "1e9,1,1\n"), HasSubstr("column 'arrival': the simulated time"));
}

TEST_F(RequestFile, GivesAChatTheLengthsOfItsRowsEquallyOften) {
  const auto chat = session(
      "chat", {{"requests", file("prompt,output\n10,20\n30,40\n")}, {"turns", Value::scalar("2")}});
  int short_ones = 0;
  for (std::uint64_t number = 0; number < 1000; ++number) {
    const std::vector<Request> turns = requests_of(*chat, number);
    ASSERT_EQ(turns.size(), 2U);
    for (const Request& turn : turns) {
      ASSERT_EQ(turn.output, turn.prompt + 10) << "a prompt and an output of different rows";
      short_ones += turn.prompt == 10 ? 1 : 0;
    }
    EXPECT_EQ(turns[1].kept, turns[0].prompt + turns[0].output);
  }
  EXPECT_NEAR(short_ones, 1000, 5 * std::sqrt(2000 * 0.25));
}

TEST_F(RequestFile, DoesNotMixWithTheDistributionsOfAChat) {
  EXPECT_EQ(refusal_of_session("chat", {{"requests", file("prompt,output\n10,20\n")},
                                        {"output", Value::scalar("5")}}),
            "the chat has 'requests' and 'prompt' or 'output'; leave out either the file or the "
            "distributions");
}

}  // namespace
}  // namespace kairos
