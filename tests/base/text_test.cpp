#include "sim/base/text.hpp"

#include <gtest/gtest.h>

#include "sim/base/error.hpp"

namespace kairos {
namespace {

TEST(Printable, EscapesWhatTerminalsObey) {
  EXPECT_EQ(printable("\x1b]0;title\x07"), "\\x1b]0;title\\x07");
  EXPECT_EQ(printable("one\ntwo\tthree\r"), "one\\ntwo\\tthree\\r");
  EXPECT_EQ(printable("\x7f"), "\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\xc2\\x9b31m");  // This is the eight-bit form of an escape sequence.
  EXPECT_EQ(printable("\xe2\x80\xae"), "\\xe2\\x80\\xae");  // It reverses the direction of text.
}

TEST(Printable, KeepsLettersOfAllLanguages) {
  EXPECT_EQ(printable("Größe 寸法 \xf0\x9f\x98\x80"), "Größe 寸法 \xf0\x9f\x98\x80");
}

TEST(Printable, EscapesWhatIsNotUtf8) {
  EXPECT_EQ(printable("a\xff"), "a\\xff");
  EXPECT_EQ(printable("\xc3"), "\\xc3");                    // The sequence is cut off.
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // It is longer than necessary.
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // This is one half of a surrogate pair.
}

TEST(Printable, LeavesItsOwnResultAlone) {
  const std::string once = printable("\x1b[1m\xff");
  EXPECT_EQ(printable(once), once);
}

TEST(Shortened, KeepsBeginningAndEnd) {
  EXPECT_EQ(shortened("short", 5), "short");
  EXPECT_EQ(shortened("0123456789abcdef", 13), "012345...cdef");
  EXPECT_EQ(shortened(std::string(1000, 'x'), 100).size(), 100U);
}

TEST(Shortened, SplitsNoLetter) {
  const std::string text(200, 'x');
  for (std::size_t longest = 10; longest < 20; ++longest) {
    const std::string cut = shortened("ää" + text + "öööööö", longest);
    EXPECT_EQ(printable(cut), cut) << longest;
  }
}

TEST(Messages, ShortenValuesAndKeepTheWayOut) {
  const InputError error("unknown policy '" + std::string(500'000, 'x') +
                         "'; did you mean 'heft'?");
  const std::string message = error.what();
  EXPECT_LE(message.size(), 200U);
  EXPECT_TRUE(message.starts_with("unknown policy 'xxx")) << message;
  EXPECT_TRUE(message.ends_with("xxx'; did you mean 'heft'?")) << message;
}

TEST(Messages, AreNeverLongerThanTheyMayBe) {
  const SourceLocation place{
      std::make_shared<const std::string>(std::string(4000, 'p') + "/a.yaml"), 4, 7};
  const std::string message = InputError(place, std::string(4000, 'x')).what();
  EXPECT_LE(message.size(), 480U);
  EXPECT_NE(message.find("/a.yaml:4:7: x"), std::string::npos) << message;
}

TEST(Messages, HoldNoControlCharacters) {
  const SourceLocation place{std::make_shared<const std::string>("a\x1b.yaml"), 1, 1};
  EXPECT_STREQ(InputError(place, "unknown key '\x1b[2J'").what(),
               "a\\x1b.yaml:1:1: unknown key '\\x1b[2J'");
}

TEST(Messages, ChooseTheArticle) {
  EXPECT_EQ(with_article("arrival process"), "an arrival process");
  EXPECT_EQ(with_article("energy"), "an energy");
  EXPECT_EQ(with_article("duration"), "a duration");
  EXPECT_EQ(with_article("text"), "text");
}

}  // namespace
}  // namespace kairos
