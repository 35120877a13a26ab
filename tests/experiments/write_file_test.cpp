// Tests that files are written whole, in their folder, and never over a file of somebody else.
#include "experiments/files/write_file.hpp"

#include <thread>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "experiments/files/safe_name.hpp"
#include "experiments/files/write_output.hpp"
#include "sim/base/error.hpp"
#include "tests/support/folder_fixture.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class WriteFile : public testing::FolderFixture {
 protected:
  template <class Write>
  std::string refusal(Write write_it) {
    try {
      write_it();
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(WriteFile, ReplacesOnlyFilesThatItHasWritten) {
  write_file(folder / "runs.csv", "first");
  write_file(folder / "runs.csv", "second");
  EXPECT_EQ(read("runs.csv"), "second");
  EXPECT_TRUE(is_own_file(folder / "runs.csv"));

  const fs::path mine = write("notes.csv", "mine");
  EXPECT_FALSE(is_own_file(mine));
  EXPECT_THAT(refusal([&] { write_file(mine, "theirs"); }),
              HasSubstr("notes.csv: Kairos has not written this and will not replace it"));
  EXPECT_EQ(read("notes.csv"), "mine");
}

TEST_F(WriteFile, FollowsNoLinkThatSomebodyHasPlanted) {
  const fs::path victim = write("victim", "untouched");
  for (const char* name : {"runs.csv", "runs.csv.unfinished", ".kairos_files"}) {
    fs::create_symlink(victim, folder / name);
  }
  EXPECT_THAT(refusal([&] { write_file(folder / "runs.csv", "x"); }),
              HasSubstr("will not replace"));
  EXPECT_THAT(refusal([&] { write_file(folder / "plot.svg", "x"); }),
              HasSubstr(".kairos_files: is not the list of files"));
  fs::remove(folder / ".kairos_files");
  write_file(folder / "plot.svg", "x");
  EXPECT_EQ(read("victim"), "untouched");
}

TEST_F(WriteFile, LeavesTheOldFileAndNoDraftWhenItFails) {
  write_file(folder / "a", "old");
  const std::size_t before = files();
  struct Broken {};
  EXPECT_THROW(write_file(folder / "a", [](std::ostream&) { throw Broken(); }), Broken);
  EXPECT_EQ(read("a"), "old");
  EXPECT_EQ(files(), before);
  EXPECT_THAT(refusal([&] { write_file(folder / "gone" / "a", "x"); }),
              HasSubstr("cannot be written (No such file or directory)"));
}

TEST_F(WriteFile, KeepsAListThatProcessesShare) {
  {
    std::vector<std::jthread> writers;
    writers.reserve(8);
    for (int i = 0; i < 8; ++i) {
      writers.emplace_back([this, i] { write_file(folder / std::to_string(i), "x"); });
    }
  }
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(is_own_file(folder / std::to_string(i)));
}

TEST_F(WriteFile, ClaimsAFolderBeforeTheWork) {
  const std::vector<std::string> names{"experiment.yaml", "runs.csv"};
  static_cast<void>(write("experiment.yaml", "mine"));
  EXPECT_THAT(refusal([&] { claim_folder(folder, "results.sqlite", names); }),
              HasSubstr("experiment.yaml: Kairos has not written this"));

  // A folder of results from before there was a list of files.
  static_cast<void>(write("results.sqlite", ""));
  claim_folder(folder, "results.sqlite", names);
  EXPECT_TRUE(is_own_file(folder / "experiment.yaml"));
  static_cast<void>(write("runs.csv", "mine, later"));
  EXPECT_THAT(refusal([&] { claim_folder(folder, "results.sqlite", names); }),
              HasSubstr("runs.csv: Kairos has not written this"));

  EXPECT_THAT(refusal([&] { claim_folder(folder / "runs.csv", "results.sqlite", names); }),
              HasSubstr("the folder cannot be created"));
  EXPECT_THAT(
      refusal([&] { claim_folder(folder / std::string(300, 'a'), "results.sqlite", names); }),
      HasSubstr("File name too long"));
}

TEST_F(WriteFile, DirectsOutputToWhatTheUserNames) {
  write_output(folder / "new", "1");
  EXPECT_EQ(read("new"), "1");
  write_output(folder / "new", "2");
  EXPECT_EQ(read("new"), "2");

  fs::create_symlink("new", folder / "link");
  write_output(folder / "link", "3");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(read("new"), "3");
  fs::create_symlink("later", folder / "dangling");
  write_output(folder / "dangling", "4");
  EXPECT_EQ(read("later"), "4");

  EXPECT_THAT(refusal([&] { write_output(folder, "x"); }), HasSubstr("is a folder"));
}

TEST_F(WriteFile, WritesIntoDevicesAndPipes) {
  write_output("/dev/null", "x");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_THAT(refusal([&] { write_output("/dev/full", "x"); }), HasSubstr("No space left"));
  EXPECT_TRUE(fs::is_character_file("/dev/full"));

  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::string got;
  std::jthread reader([&] { std::ifstream(pipe) >> got; });
  write_output(pipe, "through");
  reader.join();
  EXPECT_EQ(got, "through");
  EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST(SafeName, StaysWhereItIsPut) {
  for (const char* name : {"small", "DS3, heft #2", "a.b", "größer", "..."}) {
    EXPECT_TRUE(is_plain_name(name)) << name;
  }
  for (const std::string& name :
       {std::string(), std::string("."), std::string(".."), std::string("../x"),
        std::string("/tmp/x"), std::string("a\\b"), std::string("a\nb"), std::string(201, 'a')}) {
    EXPECT_FALSE(is_plain_name(name)) << name;
  }
  EXPECT_TRUE(is_below("results/today"));
  EXPECT_TRUE(is_below("./results/"));
  EXPECT_FALSE(is_below("/results"));
  EXPECT_FALSE(is_below("../results"));
  EXPECT_FALSE(is_below("results/../../x"));
}

}  // namespace
}  // namespace kairos
