#include "workloads/times_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/folder_fixture.hpp"
#include "workloads/workload_config.hpp"

namespace kairos {
namespace {

using namespace kairos::literals;
using ::testing::HasSubstr;

class TimesFile : public testing::FolderFixture {
 protected:
  [[nodiscard]] Task completed(const std::string& text, Task task) const {
    TimesTable({write("times.csv", text), {}}).complete(task);
    return task;
  }
  [[nodiscard]] std::string refused(const std::string& text, const Task& task) const {
    try {
      static_cast<void>(completed(text, task));
      return {};
    } catch (const InputError& error) {
      return error.what();
    }
  }
};

Task fft(double work) {
  return {"a", "fft", Operations(work), {}};
}

constexpr auto table = "operation,size,element,time_us\nfft,1024,cpu,118\nfft,4096,cpu,560\n";

/// The worked example of times_table.hpp: 118 + 442 * 1024 / 3072 = 265.333333 us.
TEST_F(TimesFile, IsInterpolatedBetweenSizes) {
  EXPECT_EQ(completed(table, fft(1024)).times.at("cpu"), 118_us);
  EXPECT_EQ(completed(table, fft(2048)).times.at("cpu"), 265'333'333_ps);
  EXPECT_EQ(completed(table, fft(4096)).times.at("cpu"), 560_us);
}

TEST_F(TimesFile, RefusesSizesThatItDoesNotSpan) {
  for (const double size : {0.0, 1023.0, 4097.0}) {
    EXPECT_THAT(refused(table, fft(size)), HasSubstr("for sizes from 1024 to 4096 only"));
  }
}

TEST_F(TimesFile, HasRowsForEverySize) {
  const std::string text = std::string(table) + "fft,,dsp,40\n";
  EXPECT_EQ(completed(text, fft(1024)).times.at("dsp"), 40_us);
  EXPECT_EQ(completed(text, fft(1024)).times.size(), 2U);
  const std::string both = std::string(table) + "fft,,cpu,40\n";
  EXPECT_EQ(completed(both, fft(9)).times.at("cpu"), 40_us) << "outside of the sizes";
  EXPECT_EQ(completed(both, fft(4096)).times.at("cpu"), 560_us);
}

TEST_F(TimesFile, ReadsUnitsAndAnyOrderOfColumns) {
  const std::string text = "time, element, operation, memory\n1.5 ms, gpu, fft, 2 KiB\n";
  Task task = fft(0);
  task.memory = Bytes(2048);
  EXPECT_EQ(completed(text, task).times.at("gpu"), 1500_us);
}

TEST_F(TimesFile, KeepsTheTimesOfTheTask) {
  Task task = fft(1024);
  task.times["cpu"] = 1_ms;
  EXPECT_EQ(completed(table, task).times.at("cpu"), 1_ms);
}

TEST_F(TimesFile, RefusesDamagedRowsWithTheirLine) {
  const Task task = fft(1);
  EXPECT_THAT(refused("a,b,c,d\n", task), HasSubstr("times.csv:1:1: the first line"));
  EXPECT_THAT(refused(std::string(table) + "fft,1\n", task), HasSubstr("times.csv:4:1: the row"));
  EXPECT_THAT(refused(std::string(table) + "fft,x,cpu,1\n", task), HasSubstr("times.csv:4:1"));
  EXPECT_THAT(refused(std::string(table) + "fft,1,cpu,-1\n", task), HasSubstr("negative"));
  EXPECT_THAT(refused(std::string(table) + "fft,1024,cpu,1\n", task), HasSubstr("two times"));
  EXPECT_THAT(refused("operation,size,element,time\n", task), HasSubstr("has no rows"));
}

TEST_F(TimesFile, OfAnApplicationIsPreferredToThatOfTheWorkload) {
  WorkloadConfig workload;
  workload.name = "w";
  workload.times.text = write("all.csv", "operation,size,element,time\na,,cpu,1 ms\na,,gpu,2 ms\n");
  ApplicationConfig application;
  application.name = "app";
  application.times.text = write("own.csv", "operation,size,element,time\na,,cpu,3 ms\n");
  application.tasks.emplace_back().name = "a";
  workload.applications.push_back(application);
  const auto graph = workload.build().applications.front().graph;
  EXPECT_EQ((*graph)[TaskId{0}].times.at("cpu"), 3_ms);
  EXPECT_EQ((*graph)[TaskId{0}].times.at("gpu"), 2_ms);
}

}  // namespace
}  // namespace kairos
