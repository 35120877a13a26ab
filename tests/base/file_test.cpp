#include "sim/base/file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/folder_fixture.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

class Files : public testing::FolderFixture {
 protected:
  [[nodiscard]] fs::path file_of(const std::string& contents) const {
    return write("a.txt", contents);
  }
  static std::string refusal(const fs::path& path, const SourceLocation& asked_by = {}) {
    try {
      static_cast<void>(read_text_file(path, asked_by, 1U << 20U));
    } catch (const InputError& error) {
      return error.what();
    }
    return "none";
  }
};

TEST_F(Files, ReadAlikeWhateverEndsTheirLines) {
  EXPECT_EQ(read_text_file(file_of("a\nb\n")), "a\nb\n");
  EXPECT_EQ(read_text_file(file_of("\xEF\xBB\xBF"
                                   "a\r\nb\rc")),
            "a\nb\nc");
}

TEST_F(Files, AreRefusedAtOnceWhenTheyAreNotFiles) {
  const std::string pipe = (folder / "pipe").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(refusal(pipe), pipe + ": this is a pipe or a device; name a regular file");
  EXPECT_EQ(refusal("/dev/zero"), "/dev/zero: this is a pipe or a device; name a regular file");
  EXPECT_EQ(refusal(folder), folder.string() + ": this is a folder; name a file in it");
  EXPECT_EQ(refusal(folder / "none"),
            (folder / "none").string() + ": the file does not exist; check its name");
}

TEST_F(Files, AreRefusedWhenNothingCanBeInThem) {
  EXPECT_NE(refusal(file_of("")).find("the file is empty"), std::string::npos);
  EXPECT_NE(refusal(file_of(" \r\n\t\n")).find("the file is empty"), std::string::npos);
  EXPECT_NE(refusal(file_of("\x7f"
                            "ELF\x02\x01"))
                .find("the file is not a text file"),
            std::string::npos);
  EXPECT_NE(refusal(file_of(std::string(2U << 20U, 'x'))).find("larger than 1 MiB"),
            std::string::npos);
}

TEST_F(Files, AreRefusedWithANameThatIsTooLong) {
  const std::string message = refusal(folder / std::string(300, 'x'));
  EXPECT_NE(message.find("the file cannot be accessed"), std::string::npos) << message;
  EXPECT_FALSE(is_there(folder / std::string(300, 'x')));
}

TEST_F(Files, AreNamedBesideThePlaceThatAsksForThem) {
  const SourceLocation place{std::make_shared<const std::string>("a.yaml"), 3, 9};
  EXPECT_EQ(refusal("none.txt", place),
            "a.yaml:3:9: file 'none.txt': the file does not exist; check its name");
}

TEST(FilePath, IsRelativeToTheFileThatNamesIt) {
  const Value written =
      Value::scalar("traces/t.txt", {std::make_shared<const std::string>("/chips/a.yaml"), 1, 1});
  FilePath path;
  Codec<FilePath>::read(written, path);
  EXPECT_EQ(path.text, "/chips/traces/t.txt");
  FilePath again;
  Value elsewhere = Codec<FilePath>::write(path);
  elsewhere.place.file = std::make_shared<const std::string>("/other/b.yaml");
  Codec<FilePath>::read(elsewhere, again);
  EXPECT_EQ(again.text, path.text);
}

TEST(LibraryFile, IsANameUnlessItLooksLikeAPath) {
  const auto read = [](const std::string& text) {
    LibraryFile file;
    Codec<LibraryFile>::read(
        Value::scalar(text, {std::make_shared<const std::string>("/chips/a.yaml"), 1, 1}), file);
    return file.text;
  };
  EXPECT_EQ(read("default"), "default");
  EXPECT_EQ(read("./mine.weights"), "/chips/mine.weights");
  EXPECT_EQ(read("mine.weights"), "/chips/mine.weights");
}

}  // namespace
}  // namespace kairos
